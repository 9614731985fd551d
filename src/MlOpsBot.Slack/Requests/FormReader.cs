using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace MlOpsBot.Slack.Requests;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> pair by pair, where it lies. Strict: an escape that is none, and what is no
/// UTF-8 once unescaped, make the form malformed; Slack sends neither.
/// </summary>
internal ref struct FormReader(ReadOnlySpan<byte> form)
{
    private ReadOnlySpan<byte> _rest = form;

    /// <summary>The name of the pair, as it was sent. Those that Slack sends need no escape.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value of the pair, still escaped.</summary>
    public ReadOnlySpan<byte> Escaped { get; private set; }

    /// <summary>Goes to the next pair; false at the end.</summary>
    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            if (!pair.IsEmpty)
            {
                var equals = pair.IndexOf((byte)'=');
                Name = equals < 0 ? pair : pair[..equals];
                Escaped = equals < 0 ? [] : pair[(equals + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>The value as text; false where it is malformed.</summary>
    public readonly bool TryText(out string text)
    {
        text = "";
        if (Escaped.IsEmpty)
        {
            return true;
        }

        byte[]? rented = null;
        var unescaped = Escaped.Length <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(Escaped.Length);
        var isGood = TryUnescape(Escaped, unescaped, out var length) && Utf8.IsValid(unescaped[..length]);
        if (isGood)
        {
            text = Encoding.UTF8.GetString(unescaped[..length]);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isGood;
    }

    /// <summary>Unescapes a value into UTF-8, which is never longer; false where an escape is none.</summary>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> target, out int length)
    {
        length = 0;
        while (true)
        {
            var special = escaped.IndexOfAny((byte)'%', (byte)'+');
            if (special < 0)
            {
                escaped.CopyTo(target[length..]);
                length += escaped.Length;
                return true;
            }

            escaped[..special].CopyTo(target[length..]);
            length += special;
            if (escaped[special] == '+')
            {
                target[length++] = (byte)' ';
                escaped = escaped[(special + 1)..];
                continue;
            }

            if (special + 2 >= escaped.Length || !char.IsAsciiHexDigit((char)escaped[special + 1]) || !char.IsAsciiHexDigit((char)escaped[special + 2]))
            {
                return false;
            }

            target[length++] = (byte)((HexValue(escaped[special + 1]) << 4) | HexValue(escaped[special + 2]));
            escaped = escaped[(special + 3)..];
        }
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
