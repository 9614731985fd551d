using System.Collections.Immutable;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether every option is right, each fault with what is allowed; and what works, and is unwise together.</summary>
internal sealed class OptionsCheck(Setup setup) : ICheck
{
    public string Name => "options";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var (options, faults) = setup.Options;
        return Task.FromResult<ImmutableArray<Diagnosed>>(
            faults.IsEmpty
                ? [Diagnosed.Ok(Name, $"None is wrong; environment {setup.Environment}; {Channels(options)}."), .. new UnwiseOptions(setup, Name).Find()]
                :
                [
                    .. faults.Select(fault => Diagnosed.Unusable(Name, FindingCode.OptionWrong, fault)),
                    Diagnosed.Warning(Name, FindingCode.OptionsFirst, "Store, clock, credentials and public address are not looked at before the options are right."),
                ]);
    }

    private static string Channels(BotOptions options)
    {
        string[] channels = [.. new[] { options.Slack.IsConfigured ? "Slack" : "", options.Teams.IsConfigured ? "Teams" : "" }.Where(name => name.Length > 0)];
        return channels.Length == 0 ? "no channel is configured, the playground alone" : $"configured for {string.Join(" and ", channels)}";
    }
}
