using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlOpsBot.Wire;

/// <summary>
/// Reads strings out of JSON that anybody may have written. A question may hold half a surrogate pair (an emoji cut in two);
/// it is still a question, so the half becomes U+FFFD instead of a failure.
/// </summary>
public static class JsonText
{
    private const int EscapeLength = 6; // \uD83D

    /// <summary>The text of a JSON string, with halves of surrogate pairs replaced.</summary>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            using var repaired = JsonDocument.Parse(WithoutHalves(element.GetRawText()));
            return repaired.RootElement.GetString() ?? "";
        }
    }

    private static string WithoutHalves(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length;)
        {
            var unit = UnitAt(raw, i);
            if (unit is { } high && char.IsHighSurrogate(high) && UnitAt(raw, i + EscapeLength) is { } low && char.IsLowSurrogate(low))
            {
                text.Append(raw, i, 2 * EscapeLength);
                i += 2 * EscapeLength;
            }
            else if (unit is { } other)
            {
                text.Append(char.IsSurrogate(other) ? "\\uFFFD" : raw.Substring(i, EscapeLength));
                i += EscapeLength;
            }
            else
            {
                // Any other escape is two characters, of which the second may be a backslash.
                var length = raw[i] == '\\' ? 2 : 1;
                text.Append(raw, i, length);
                i += length;
            }
        }

        return text.ToString();
    }

    private static char? UnitAt(string raw, int at) =>
        at + EscapeLength <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u'
            ? (char)int.Parse(raw.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;
}
