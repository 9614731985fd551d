using System.Collections.Immutable;
using MlOpsBot.Teams;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether Microsoft's login gives the bot a token: one is really fetched. And whether the credential is about to end.</summary>
internal sealed class TeamsTokenCheck(TeamsOptions options, AppTokens tokens, TimeProvider clock) : ICheck
{
    public string Name => "teams token";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var state = await tokens.CheckAsync(cancellation);
        return [.. state.IsUsable ? Given(state) : [Diagnosed.Fault(Name, CodeOf(state.Code), state.Sentence)]];
    }

    /// <summary>Which finding a refusal of Microsoft's login is.</summary>
    internal static FindingCode CodeOf(string? code) => code switch
    {
        "AADSTS7000215" or "AADSTS7000216" or "AADSTS7000218" => FindingCode.TeamsSecretWrong,
        "AADSTS7000222" => FindingCode.TeamsSecretExpired,
        "AADSTS700016" or "AADSTS7000112" or "AADSTS7000229" => FindingCode.TeamsAppUnknown,
        "AADSTS90002" or "AADSTS900023" => FindingCode.TeamsTenantUnknown,
        "AADSTS700027" => FindingCode.TeamsCertificateUnknown,
        "certificate_unreadable" => FindingCode.TeamsCertificateUnreadable,
        "AADSTS500011" => FindingCode.TeamsCloud,
        "AADSTS53003" or "AADSTS530003" => FindingCode.TeamsPolicy,
        "AADSTS700021" or "AADSTS700211" or "AADSTS700212" or "AADSTS700213" or "AADSTS70021" or "identity_not_found" or "identity_unavailable"
            or "workload_identity_unavailable" or "token_file_unreadable" => FindingCode.TeamsIdentity,
        "unreachable" or "timeout" or "unforeseen" => FindingCode.TeamsLoginUnreachable,
        _ => FindingCode.TeamsTokenRefused,
    };

    private IEnumerable<Diagnosed> Given(CredentialState state)
    {
        yield return Diagnosed.Ok(Name, $"Microsoft's login gives one out to {options.AppId}, good for {Span(state)}{Ends(state)}.");
        if (state.Health == CredentialHealth.Ending)
        {
            yield return Diagnosed.Warning(Name, FindingCode.TeamsSecretEnding, state.Sentence);
        }
        else if (options.Credential is TeamsCredential.ClientSecret { ExpiresAt: null })
        {
            // Microsoft tells nobody who has only the secret when it ends: without a note it ends in silence.
            yield return Diagnosed.Warning(
                Name,
                FindingCode.TeamsSecretEndUnknown,
                "Nobody knows when the client secret ends.",
                "Note the day that the page \"Certificates & secrets\" shows in MlOpsBot:Teams:ClientSecretExpires (2027-05-31): log, health and doctor then warn a month ahead.");
        }
    }

    private string Span(CredentialState state) => state.TokenEndsAt - clock.GetUtcNow() is { } left ? $"{left.TotalMinutes:0} minutes" : "a while";

    private string Ends(CredentialState state) => state.Health != CredentialHealth.Ending && state.ExpiresAt is { } end
        ? $"; the {(options.Credential is TeamsCredential.Certificate ? "certificate" : "client secret")} ends on {end.UtcDateTime:yyyy-MM-dd}, in {(end - clock.GetUtcNow()).Days} days"
        : "";
}

/// <summary>Whether the keys that Teams' requests are checked with can be read: without them none is taken.</summary>
internal sealed class TeamsKeysCheck(TeamsOptions options, TimeProvider clock) : ICheck
{
    public string Name => "teams keys";

    public bool AsksOthers => true;

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var metadata = Clouds.Of(options).Metadata;
        var state = await KeyLook.FetchAsync(options, clock, cancellation);
        return
        [
            state.Fault is { } fault
                ? Diagnosed.Fault(
                    Name,
                    FindingCode.TeamsKeysUnreachable,
                    $"{fault}: no request of Teams' could be told from others, and none would be taken.",
                    $"Let this machine reach {metadata.Host}, through a proxy if need be (HTTPS_PROXY), or correct MlOpsBot:Teams:MetadataUrl.")
                : Diagnosed.Ok(Name, $"{state.Keys} keys read from {metadata}."),
        ];
    }
}
