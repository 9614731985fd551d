using MlOpsBot.Knowledge;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Leads to a chat with somebody.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams.</remarks>
internal static class ChatLink
{
    /// <summary>Longest address of a mailbox (RFC 5321).</summary>
    private const int MostOfAddress = 254;

    /// <summary>The address that opens a chat; null where no mail address is entered, or none that can be one.</summary>
    /// <param name="person">Who.</param>
    /// <param name="cloud">Microsoft's cloud in which they are.</param>
    public static string? To(Person person, TeamsCloud cloud) => IsAddress(person.Email) ? $"https://{HostOf(cloud)}/l/chat/0/0?users={Uri.EscapeDataString(person.Email!)}" : null;

    private static string HostOf(TeamsCloud cloud) => cloud switch
    {
        TeamsCloud.UsGovernment => "gov.teams.microsoft.us",
        TeamsCloud.UsDefense => "dod.teams.microsoft.us",
        _ => "teams.microsoft.com",
    };

    private static bool IsAddress(string? text)
    {
        if (text is not { Length: >= 3 and <= MostOfAddress })
        {
            return false;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);

        // A comma would make it two people, and half a surrogate pair no address at all.
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(character => character is <= ' ' or ',' or ';' or '<' or '>' || char.IsSurrogate(character));
    }
}
