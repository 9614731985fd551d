using System.Collections.Immutable;
using MlOpsBot.Configuration;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether every option is right: each fault names the option and says what is allowed.</summary>
internal sealed class OptionsCheck(BotOptionsRead read, string environment) : ICheck
{
    public string Name => "options";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation) => Task.FromResult<ImmutableArray<Diagnosed>>(
        read.Faults.IsEmpty
            ? [Diagnosed.Ok(Name, $"None is wrong; environment {environment}; {Channels(read.Options)}.")]
            :
            [
                .. read.Faults.Select(fault => Diagnosed.Unusable(Name, fault)),
                Diagnosed.Warning(Name, "Store, clock and credentials are not looked at before the options are right."),
            ]);

    private static string Channels(BotOptions options)
    {
        string[] channels = [.. new[] { options.Slack.IsConfigured ? "Slack" : "", options.Teams.IsConfigured ? "Teams" : "" }.Where(name => name.Length > 0)];
        return channels.Length == 0 ? "no channel is configured, the playground alone" : $"configured for {string.Join(" and ", channels)}";
    }
}
