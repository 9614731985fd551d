using System.Collections.Immutable;
using MlOpsBot.Slack;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Slack</c>: each option by itself, then what goes together and what does not.</summary>
internal static class SlackSection
{
    private static readonly ImmutableArray<string> _kinds = ["xoxb-", "xapp-", "xoxp-", "xoxe"];

    /// <summary>Reads and checks the section.</summary>
    /// <param name="reader">The section.</param>
    /// <param name="publicUrl">Where the bot is reached, as <c>MlOpsBot:PublicUrl</c> says.</param>
    public static SlackOptions Read(OptionReader reader, Uri? publicUrl)
    {
        var defaults = new SlackOptions();
        var channels = reader.Section("Channels");
        channels.Default("FollowThreads", defaults.Channels.FollowThreads!);
        channels.Default("SilentOnNone", defaults.Channels.SilentOnNone!);
        reader.Default("ApiUrl", defaults.ApiUrl);
        var (signing, before) = Signing(reader);
        var options = new SlackOptions
        {
            SigningSecret = signing,
            PreviousSigningSecret = before,
            AppToken = Token(reader, "AppToken", "xapp-", "an app-level token with the scope connections:write"),
            BotToken = Token(reader, "BotToken", "xoxb-", "the Bot User OAuth Token"),
            ClientId = reader.Text("ClientId"),
            ClientSecret = reader.Secret("ClientSecret", "the Client Secret of the app's page \"Basic Information\""),
            PublicUrl = reader.WebAddress("PublicUrl", "https://bot.example.com") ?? publicUrl,
            ApiUrl = ApiUrl(reader, defaults.ApiUrl),
            Channels = new ChannelRule(
                channels.Choice("AnswerIn", defaults.Channels.AnswerIn ?? AnswerPlace.Thread),
                channels.YesOrNo("FollowThreads") ?? defaults.Channels.FollowThreads,
                channels.YesOrNo("SilentOnNone") ?? defaults.Channels.SilentOnNone),
            WhoMayChangeSettings = reader.Choice("WhoMayChangeSettings", defaults.WhoMayChangeSettings),
            QuestionsWaitingPerChannel = reader.Number("QuestionsWaitingPerChannel", 1, 1_000, defaults.QuestionsWaitingPerChannel),
            Workers = reader.Number("Workers", 1, 256, defaults.Workers),
            Lease = TimeSpan.FromSeconds(reader.Number("LeaseSeconds", 2, 600, (int)defaults.Lease.TotalSeconds)),
        };
        if (publicUrl is not null && options.PublicUrl != publicUrl)
        {
            reader.Fault("PublicUrl", $"is '{options.PublicUrl}', and {BotOptions.Section}:PublicUrl is '{publicUrl}'; leave one of them out.");
        }

        CheckTogether(reader, publicUrl is not null);
        return options;
    }

    // Asked of the configuration, not of the options: an option with a fault of its own is still given.
    private static void CheckTogether(OptionReader reader, bool isAddressKnown)
    {
        var (http, socket) = (reader.IsGiven("SigningSecret"), reader.IsGiven("AppToken"));
        var (single, oauth) = (reader.IsGiven("BotToken"), reader.Text("ClientId") is not null);
        var (secret, url) = (reader.IsGiven("ClientSecret"), reader.Text("PublicUrl") is not null);
        if (!(http || socket || single || oauth || secret || url))
        {
            return;
        }

        if (!http && !socket)
        {
            reader.Fault(
                $"{reader.Path} hears nothing: neither SigningSecret nor AppToken is given. "
                    + "Give SigningSecret for requests over HTTP, or AppToken for Socket Mode, or both.");
        }

        if (!single && !oauth)
        {
            reader.Fault(
                $"{reader.Path} cannot answer: neither BotToken nor ClientId is given. "
                    + "Give BotToken for one workspace, or ClientId, ClientSecret and PublicUrl for installs by OAuth.");
        }

        if (single && oauth)
        {
            reader.Fault("ClientId", "is given beside BotToken; give BotToken for one workspace, or ClientId for installs by OAuth.");
        }

        if (oauth && !secret)
        {
            reader.Fault("ClientSecret", "is left out; ClientId needs it.");
        }

        if (oauth && !url && !isAddressKnown)
        {
            reader.Fault("PublicUrl", "is left out; ClientId needs the address at which browsers reach the bot, such as https://bot.example.com.");
        }

        if (!oauth && secret)
        {
            reader.Fault("ClientId", "is left out; ClientSecret means nothing without it.");
        }
    }

    // Slack's are hexadecimal: a comma parts two.
    private static (Secret? Current, Secret? Before) Signing(OptionReader reader)
    {
        const string name = "SigningSecret";
        if (reader.Secret(name, "the Signing Secret of the app's page \"Basic Information\"") is not { } given)
        {
            return (null, null);
        }

        var parts = given.Reveal().Split(',');
        if (parts.Length <= 2 && parts.All(part => part.Length > 0))
        {
            return (new Secret(parts[0]), parts.Length == 2 ? new Secret(parts[1]) : null);
        }

        reader.Fault(name, "holds commas; give the Signing Secret of the app's page \"Basic Information\" alone, or the new and the old one with one comma between.");
        return (null, null);
    }

    private static Secret? Token(OptionReader reader, string name, string prefix, string what)
    {
        var token = reader.Secret(name, $"{what}, which begins with {prefix}");
        if (token is null || token.Reveal().StartsWith(prefix, StringComparison.Ordinal))
        {
            return token;
        }

        // Slack's tokens look alike; which kind it is helps, and gives nothing away.
        var given = _kinds.FirstOrDefault(kind => token.Reveal().StartsWith(kind, StringComparison.Ordinal));
        reader.Fault(name, $"begins with {given ?? "something else"} instead of {prefix}; give {what}.");
        return null;
    }

    private static Uri ApiUrl(OptionReader reader, Uri otherwise) => reader.WebAddress("ApiUrl", otherwise.ToString()) switch
    {
        null => otherwise,
        var url when url.AbsolutePath.EndsWith('/') => url,
        var url => new Uri(url.AbsoluteUri + "/"),
    };
}
