using System.Text;
using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Wire;

namespace MlOpsBot.Playground;

/// <summary>The body of <c>POST /api/ask</c>.</summary>
/// <param name="Question">What is asked; with <paramref name="Open"/>, what the button said.</param>
/// <param name="Open">Target of a follow-up to open instead of asking, or null.</param>
/// <param name="Conversation">Id of the conversation, or null for a new one.</param>
/// <param name="Explain">Whether to tell how the answer came about.</param>
public sealed record AskRequest(string? Question, string? Open, string? Conversation, bool Explain)
{
    /// <summary>Most bytes of a body: 256 KB, room for the longest question in any script.</summary>
    public const int LargestBody = 256 * 1024;

    private const string Example = "Send {\"question\":\"who owns model monitoring?\"}, with \"conversation\" to go on with an earlier one.";

    /// <summary>Reads a request, or writes the response that says what is wrong with it and gives null.</summary>
    public static async Task<AskRequest?> ReadAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.HasJsonContentType())
        {
            await ProblemDocument.WriteAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "The body has to be JSON", $"Set Content-Type: application/json. {Example}");
            return null;
        }

        var (refusal, body) = await RequestBody.ReadAsync(context, LargestBody);
        using var content = body;
        if (content is null)
        {
            await (refusal == StatusCodes.Status413PayloadTooLarge
                ? ProblemDocument.WriteAsync(context, refusal, "The body is too large", $"Send at most {LargestBody / 1024} KB: a question is a few sentences.")
                : ProblemDocument.WriteAsync(context, refusal, "The body did not arrive", "Send it whole, and without long pauses."));
            return null;
        }

        var (request, fault) = Parse(content.Content.Span);
        if (fault is not null)
        {
            await ProblemDocument.WriteAsync(context, StatusCodes.Status400BadRequest, fault, Example);
        }

        return request;
    }

    private static (AskRequest? Request, string? Fault) Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Decoded first, so that a broken byte becomes U+FFFD in a question instead of a refusal.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return (null, "The body has to be a JSON object");
            }

            string? fault = null;
            var request = new AskRequest(Text("question"), Text("open"), Text("conversation"), Flag("explain"));
            fault ??= request.Question is null && request.Open is null ? "There is no \"question\"" : null;
            fault ??= request.Conversation is { Length: > RecentConversations.LongestId or 0 }
                ? $"\"conversation\" has to be 1 to {RecentConversations.LongestId} characters"
                : null;
            return fault is null ? (request, null) : (null, fault);

            string? Text(string name)
            {
                if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
                {
                    return null;
                }

                if (value.ValueKind == JsonValueKind.String)
                {
                    return JsonText.Of(value);
                }

                fault ??= $"\"{name}\" has to be a text";
                return null;
            }

            bool Flag(string name)
            {
                if (!root.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
                {
                    return false;
                }

                fault ??= value.ValueKind == JsonValueKind.True ? null : $"\"{name}\" has to be true or false";
                return true;
            }
        }
        catch (JsonException exception)
        {
            return (null, $"The body is no JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
    }
}
