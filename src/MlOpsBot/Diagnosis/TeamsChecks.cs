using System.Collections.Immutable;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether Microsoft's login gives the bot a token: one is really fetched. And whether the credential is about to end.</summary>
internal sealed class TeamsTokenCheck(TeamsOptions options, AppTokens tokens, TimeProvider clock) : ICheck
{
    public string Name => "teams token";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var state = await tokens.CheckAsync(cancellation);
        return [.. state.IsUsable ? Given(state) : [Diagnosed.Fault(Name, state.Sentence)]];
    }

    private IEnumerable<Diagnosed> Given(CredentialState state)
    {
        yield return Diagnosed.Ok(Name, $"Microsoft's login gives one out to {options.AppId}{Ends(state)}.");
        if (state.Health == CredentialHealth.Ending)
        {
            yield return Diagnosed.Warning(Name, state.Sentence);
        }
        else if (options.Credential is TeamsCredential.ClientSecret { ExpiresAt: null })
        {
            // Microsoft tells nobody who has only the secret when it ends: without a note it ends in silence.
            yield return Diagnosed.Warning(
                Name,
                "Nobody knows when the client secret ends.",
                "Note the day that the page \"Certificates & secrets\" shows in MlOpsBot:Teams:ClientSecretExpires (2027-05-31): log, health and doctor then warn a month ahead.");
        }
    }

    private string Ends(CredentialState state) => state.Health != CredentialHealth.Ending && state.ExpiresAt is { } end
        ? $"; the {(options.Credential is TeamsCredential.Certificate ? "certificate" : "client secret")} ends on {end.UtcDateTime:yyyy-MM-dd}, in {(end - clock.GetUtcNow()).Days} days"
        : "";
}

/// <summary>Whether the keys that Teams' requests are checked with can be read: without them none is taken.</summary>
internal sealed class TeamsKeysCheck(TeamsOptions options, TimeProvider clock) : ICheck
{
    public string Name => "teams keys";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var metadata = Clouds.Of(options).Metadata;
        var state = await KeyLook.FetchAsync(options, clock, cancellation);
        return
        [
            state.Fault is { } fault
                ? Diagnosed.Fault(Name, $"{fault}: no request of Teams' could be told from others, and none would be taken.", $"Let this machine reach {metadata.Host}, through a proxy if need be (HTTPS_PROXY), or correct MlOpsBot:Teams:MetadataUrl.")
                : Diagnosed.Ok(Name, $"{state.Keys} keys read from {metadata}."),
        ];
    }
}
