using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Slack.Requests;

/// <summary>What a form is.</summary>
internal enum FormKind
{
    /// <summary>None that Slack sends.</summary>
    Malformed,

    /// <summary>A slash command.</summary>
    Command,

    /// <summary>An interaction's payload.</summary>
    Payload,

    /// <summary>A test of the address's certificate (<c>ssl_check=1</c>).</summary>
    CertificateCheck,
}

/// <summary>Reads the forms that Slack sends, straight from their bytes: a field that is not used is never unescaped.</summary>
internal static class CommandForm
{
    /// <summary>Characters of what follows a command that are kept; a message of Slack's has no more.</summary>
    private const int LongestText = 40_000;

    /// <summary>Reads a command's form.</summary>
    public static FormKind Read(ReadOnlySpan<byte> form, out SlashCommand? command)
    {
        command = null;
        string? team = null, enterprise = null, channel = null, user = null, name = null, text = null, url = null, trigger = null;
        var fields = new FormReader(form);
        while (fields.Next())
        {
            bool isGood;
            switch (fields.Name.Length)
            {
                case 4 when fields.Name.SequenceEqual("text"u8):
                    isGood = Take(ref fields, ref text);
                    break;
                case 7 when fields.Name.SequenceEqual("team_id"u8):
                    isGood = Take(ref fields, ref team);
                    break;
                case 7 when fields.Name.SequenceEqual("user_id"u8):
                    isGood = Take(ref fields, ref user);
                    break;
                case 7 when fields.Name.SequenceEqual("command"u8):
                    isGood = Take(ref fields, ref name);
                    break;
                case 9 when fields.Name.SequenceEqual("ssl_check"u8) && fields.Escaped.SequenceEqual("1"u8):
                    return FormKind.CertificateCheck;
                case 10 when fields.Name.SequenceEqual("channel_id"u8):
                    isGood = Take(ref fields, ref channel);
                    break;
                case 10 when fields.Name.SequenceEqual("trigger_id"u8):
                    isGood = Take(ref fields, ref trigger);
                    break;
                case 12 when fields.Name.SequenceEqual("response_url"u8):
                    isGood = Take(ref fields, ref url);
                    break;
                case 13 when fields.Name.SequenceEqual("enterprise_id"u8):
                    isGood = Take(ref fields, ref enterprise);
                    break;
                default:
                    isGood = true;
                    break;
            }

            if (!isGood)
            {
                return FormKind.Malformed;
            }
        }

        enterprise = PayloadJson.IsId(enterprise) ? enterprise : null;
        team = PayloadJson.IsId(team) ? team : enterprise;
        if (team is null || !PayloadJson.IsId(channel) || !PayloadJson.IsId(user) || !PayloadJson.IsId(name) || name[0] != '/' || text?.Length > LongestText)
        {
            return FormKind.Malformed;
        }

        command = new SlashCommand(team, enterprise, channel, user, name, text ?? "", url ?? "", trigger ?? "");
        return FormKind.Command;
    }

    /// <summary>Reads an interaction's form: its <c>payload</c>, unescaped.</summary>
    /// <param name="form">The form.</param>
    /// <param name="target">Takes the payload; at least as long as the form.</param>
    /// <param name="length">The payload's length.</param>
    public static FormKind ReadPayload(ReadOnlySpan<byte> form, Span<byte> target, out int length)
    {
        length = 0;
        var kind = FormKind.Malformed;
        var fields = new FormReader(form);
        while (fields.Next())
        {
            if (fields.Name.SequenceEqual("ssl_check"u8) && fields.Escaped.SequenceEqual("1"u8))
            {
                return FormKind.CertificateCheck;
            }

            if (fields.Name.SequenceEqual("payload"u8))
            {
                if (kind == FormKind.Payload || !FormReader.TryUnescape(fields.Escaped, target, out length))
                {
                    return FormKind.Malformed;
                }

                kind = FormKind.Payload;
            }
        }

        return kind;
    }

    /// <summary>Whether a form is a test of the address's certificate.</summary>
    public static bool IsCertificateCheck(ReadOnlySpan<byte> form)
    {
        var fields = new FormReader(form);
        while (fields.Next())
        {
            if (fields.Name.SequenceEqual("ssl_check"u8) && fields.Escaped.SequenceEqual("1"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a field that comes once; one that comes twice leaves in doubt what is meant.</summary>
    private static bool Take(ref FormReader fields, ref string? value)
    {
        if (value is not null || !fields.TryText(out var text))
        {
            return false;
        }

        value = text;
        return true;
    }
}
