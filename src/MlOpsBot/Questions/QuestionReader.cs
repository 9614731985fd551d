using System.Collections.Immutable;
using System.Text.Json;
using MlOpsBot.Wire;

namespace MlOpsBot.Questions;

/// <summary>
/// Reads question files: one JSON object a line, <c>{"id","q","expect"?,"kind"?}</c>, or a conversation,
/// <c>{"id","turns":[{"q",…},…]}</c>, which gives one question a turn. Empty lines are passed over.
/// </summary>
public static class QuestionReader
{
    private const string Conversation = "conversation";
    private const string Remedy = "write one JSON object a line, like {\"id\":\"a1\",\"q\":\"who owns model monitoring?\"}";

    /// <summary>Reads line by line, so that an endless input is answered as it comes.</summary>
    public static IEnumerable<QuestionLineRead> Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ReadLines(reader);
    }

    private static IEnumerable<QuestionLineRead> ReadLines(TextReader reader)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            foreach (var read in string.IsNullOrWhiteSpace(line) ? [] : Parse(line.TrimStart('\uFEFF'), number))
            {
                yield return read;
            }
        }
    }

    private static ImmutableArray<QuestionLineRead> Parse(string line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? [Fault(number, $"not an object; {Remedy}")]
                : root.TryGetProperty("turns", out var turns) ? ParseTurns(root, turns, number)
                // A question that must be abstained from may carry a class ("far", "near") instead of a kind.
                : [ParseQuestion(root, Scalar(root, "id"), Scalar(root, "kind") ?? Scalar(root, "class"), number)];
        }
        catch (JsonException exception)
        {
            return [Fault(number, $"no JSON ({Cause(exception)}); {Remedy}")];
        }
    }

    private static ImmutableArray<QuestionLineRead> ParseTurns(JsonElement root, JsonElement turns, int number)
    {
        if (turns.ValueKind != JsonValueKind.Array || turns.EnumerateArray().Any(turn => turn.ValueKind != JsonValueKind.Object))
        {
            return [Fault(number, "\"turns\" is no list of objects; write \"turns\":[{\"q\":\"…\"},{\"q\":\"…\"}]")];
        }

        var id = Scalar(root, "id") ?? $"line {number}";
        var reads = turns.EnumerateArray()
            .Select((turn, index) => ParseQuestion(turn, $"{id}/{index + 1}", Conversation, number, goesOn: index > 0))
            .ToImmutableArray();

        // Half a conversation would make the turns after the gap mean something else.
        return reads.Where(read => read.Fault is not null).Take(1).ToImmutableArray() is [var fault] ? [fault] : reads;
    }

    private static QuestionLineRead ParseQuestion(JsonElement root, string? id, string? kind, int number, bool goesOn = false)
    {
        if (!root.TryGetProperty("q", out var text) || text.ValueKind != JsonValueKind.String)
        {
            return Fault(number, $"no text under \"q\"; {Remedy}");
        }

        return TryReadExpect(root, out var expect)
            ? new QuestionLineRead(
                new QuestionLine(id, JsonText.Of(text), expect, kind, number) { Section = Scalar(root, "section"), GoesOn = goesOn }, null)
            : Fault(number, "\"expect\" is no list of slugs; write \"expect\":[\"data-engineer\"], or leave it out where the bot must not answer");
    }

    private static bool TryReadExpect(JsonElement root, out ImmutableArray<string> expect)
    {
        expect = [];
        if (!root.TryGetProperty("expect", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return false;
        }

        expect = [.. value.EnumerateArray().Select(item => JsonText.Of(item))];
        return true;
    }

    private static string? Scalar(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? JsonText.Of(value)
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;

    private static QuestionLineRead Fault(int number, string message) => new(null, $"line {number}: {message}");

    // "'x' is an invalid start of a value. Path: $ | LineNumber: 0 | BytePositionInLine: 4." counts lines within the line.
    private static string Cause(JsonException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).TrimEnd(' ', '.', '|');
        return exception.BytePositionInLine is { } at ? $"{text}, byte {at + 1}" : text;
    }
}
