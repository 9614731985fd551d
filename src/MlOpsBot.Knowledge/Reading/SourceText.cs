using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Turns the bytes of a file into text whose lines end in a line feed, and says what is wrong with its encoding.</summary>
internal static class SourceText
{
    private const int MostLinesReported = 20;

    public static string Decode(ReadOnlySpan<byte> bytes, FileLog log)
    {
        if (DetectUtf16(bytes) is { } utf16)
        {
            log.Error(0, "the file is UTF-16: save it as UTF-8");
            return Clean(utf16.GetString(bytes).TrimStart('\uFEFF'), log, isIntact: true);
        }

        if (bytes.StartsWith("\uFEFF"u8))
        {
            log.Warning(1, "the file begins with a byte-order mark: save it as UTF-8 without BOM");
            bytes = bytes[3..];
        }

        var isIntact = Utf8.IsValid(bytes);
        if (!isIntact)
        {
            ReportInvalidBytes(bytes, log);
        }

        return Clean(Encoding.UTF8.GetString(bytes), log, isIntact);
    }

    private static Encoding? DetectUtf16(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            return Encoding.Unicode;
        }

        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode;
        }

        // Without a mark: every second byte of Western text is zero.
        if (!bytes.Contains((byte)0))
        {
            return null;
        }

        int even = 0, odd = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0)
            {
                _ = (i & 1) == 0 ? even++ : odd++;
            }
        }

        return odd > bytes.Length / 3 ? Encoding.Unicode : even > bytes.Length / 3 ? Encoding.BigEndianUnicode : null;
    }

    private static void ReportInvalidBytes(ReadOnlySpan<byte> bytes, FileLog log)
    {
        int line = 1, reported = 0, lastReported = 0;
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done)
            {
                if (line != lastReported)
                {
                    if (++reported > MostLinesReported)
                    {
                        log.Error(line, "further lines are not UTF-8 either: save the file as UTF-8");
                        return;
                    }

                    log.Error(line, $"byte 0x{bytes[0]:X2} is not UTF-8: save the file as UTF-8 and retype the character");
                    lastReported = line;
                }
            }
            else if (rune.Value == '\n')
            {
                line++;
            }

            bytes = bytes[length..];
        }
    }

    private static string Clean(string text, FileLog log, bool isIntact)
    {
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }

        ReportConflicts(text, log);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnwanted(text[i]))
            {
                return ReplaceUnwanted(text, i, log, isIntact);
            }
        }

        return text;
    }

    // Control characters but tab and line feed, then what a reader cannot see or what reorders the text around it: soft
    // hyphen, zero-width space, directional marks and overrides, line and paragraph separators, word joiner, byte-order mark.
    private static bool IsUnwanted(char c) => c is < ' ' and not ('\t' or '\n') or (>= '\u007F' and <= '\u009F') or '\u00AD' or '\u200B' or '\u200E' or '\u200F'
        or (>= '\u2028' and <= '\u202E') or '\u2060' or (>= '\u2066' and <= '\u2069') or '\uFEFF' or '\uFFFD';

    private static string ReplaceUnwanted(string text, int first, FileLog log, bool isIntact)
    {
        var clean = text.ToCharArray();
        int line = 1 + text.AsSpan(0, first).Count('\n'), reported = 0;
        for (var i = first; i < clean.Length; i++)
        {
            if (clean[i] == '\n')
            {
                line++;
                continue;
            }

            if (!IsUnwanted(clean[i]))
            {
                continue;
            }

            // In a file that is no UTF-8, U+FFFD is what decoding made of the bytes reported before.
            if (clean[i] == '\uFFFD')
            {
                if (isIntact)
                {
                    log.Error(line, "U+FFFD stands where a character was lost in some conversion: retype the character");
                }

                continue;
            }

            if (++reported <= MostLinesReported)
            {
                log.Error(line, $"invisible character U+{(int)clean[i]:X4}: delete it");
            }

            clean[i] = ' ';
        }

        return new string(clean);
    }

    private static void ReportConflicts(string text, FileLog log)
    {
        foreach (var mark in (ReadOnlySpan<string>)["<<<<<<< ", ">>>>>>> "])
        {
            for (var at = text.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(mark, at + 1, StringComparison.Ordinal))
            {
                if (at == 0 || text[at - 1] == '\n')
                {
                    log.Error(1 + text.AsSpan(0, at).Count('\n'), "a merge conflict is left in the file: resolve it and delete its marks");
                }
            }
        }
    }
}
