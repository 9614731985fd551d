using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>A YAML value with the line it begins on. A plain tree over the parser's events: no reflection, so that it costs little at start.</summary>
internal abstract record YamlValue(int Line);

internal sealed record YamlText(string Text, bool IsNull, int Line) : YamlValue(Line);

internal sealed record YamlList(IReadOnlyList<YamlValue> Items, int Line) : YamlValue(Line);

internal sealed record YamlMap(IReadOnlyList<KeyValuePair<YamlText, YamlValue>> Entries, int Line) : YamlValue(Line);

internal static class Yaml
{
    private const int DeepestNesting = 16;

    /// <summary>Reads one document; false, after a finding, where it is unreadable.</summary>
    /// <param name="text">The document.</param>
    /// <param name="firstLine">The line of the file that the text begins on.</param>
    /// <param name="log">Where faults go.</param>
    /// <param name="value">What it holds; null where it is empty.</param>
    public static bool Read(string text, int firstLine, FileLog log, out YamlValue? value)
    {
        value = null;
        var scanner = new Scanner(new StringReader(text));
        var parser = new Parser(scanner);
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return true;
            }

            value = ReadValue(parser, firstLine - 1, 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                log.Error(firstLine - 1 + (int)second.Start.Line, "a second YAML document begins here: delete the `---` line");
            }

            return true;
        }
        catch (YamlException fault)
        {
            Report(fault.Start, fault.Message);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // What the parser gives for some faults, such as a bracket left open before a next key.
            Report(scanner.CurrentPosition, "a bracket or quote is not closed");
        }

        return false;

        void Report(Mark mark, string fault)
        {
            var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
            var line = firstLine - 1 + (int)Math.Clamp(mark.Line, 1, lines);
            log.Error(line, $"unreadable YAML ({fault.TrimEnd('.')}): check indentation, brackets and quotes; put text that holds `: ` or begins with a special character in double quotes");
        }
    }

    private static YamlValue ReadValue(Parser parser, int lineOffset, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, "nested too deeply");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
            return new YamlText(scalar.Value.Trim(), isNull, lineOffset + (int)scalar.Start.Line);
        }

        if (parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<YamlValue>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadValue(parser, lineOffset, depth + 1));
            }

            return new YamlList(items, lineOffset + (int)list.Start.Line);
        }

        if (parser.TryConsume<MappingStart>(out var map))
        {
            var entries = new List<KeyValuePair<YamlText, YamlValue>>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var at = parser.Current!;
                var key = ReadValue(parser, lineOffset, depth + 1) as YamlText
                    ?? throw new YamlException(at.Start, at.End, "a key must be a plain word");
                entries.Add(new(key, ReadValue(parser, lineOffset, depth + 1)));
            }

            return new YamlMap(entries, lineOffset + (int)map.Start.Line);
        }

        throw new YamlException(parser.Current!.Start, parser.Current.End, "anchors and aliases (`&`, `*`) are not used here");
    }
}
