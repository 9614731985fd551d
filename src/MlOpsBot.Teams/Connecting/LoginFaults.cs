using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MlOpsBot.Teams.Connecting;

/// <summary>Why there is no token. Immutable.</summary>
/// <param name="Code">A short code, fit to be logged: <c>AADSTS7000215</c>, <c>unreachable</c>.</param>
/// <param name="IsRefusal">Whether somebody has to do something; else it passes by itself.</param>
/// <param name="Sentence">One sentence for the operator: what is wrong, and what to do. Holds no secret.</param>
internal sealed record LoginFault(string Code, bool IsRefusal, string Sentence);

/// <summary>
/// Turns what Microsoft's login says into what to do about it.
/// Source of the codes: <c>https://learn.microsoft.com/entra/identity-platform/reference-error-codes</c>.
/// </summary>
internal static partial class LoginFaults
{
    private const string Ids = "the Azure Bot's page \"Configuration\"";
    private const string Secrets = "the app registration's page \"Certificates & secrets\"";

    public static readonly LoginFault UnreadableCertificate = new(
        "certificate_unreadable", true, "The file that MlOpsBot:Teams:Certificate names can no longer be read, or its password is another: put a readable PEM or PFX file with the private key there.");

    public static readonly LoginFault Slow = new("timeout", false, Unreachable("does not answer in time"));

    public static readonly LoginFault RefusedByTeams = new(
        "token_refused", true, $"Teams refuses the token that Microsoft's login gave out: MlOpsBot:Teams:AppId has to be Microsoft App ID on {Ids}, and the bot's page \"Channels\" has to show Microsoft Teams.");

    private static readonly FrozenDictionary<int, string> s_sentences = new Dictionary<int, string>
    {
        [700016] = $"Microsoft's login does not know MlOpsBot:Teams:AppId in the tenant MlOpsBot:Teams:TenantId: compare both with Microsoft App ID and App Tenant ID on {Ids}.",
        [700027] = $"The certificate is not the one that the app is registered with: upload its public part on {Secrets}, or give the right one in MlOpsBot:Teams:Certificate.",
        [700021] = FederatedCredential("has an audience or a subject that no federated credential of the app names"),
        [700211] = FederatedCredential("comes from an issuer that no federated credential of the app names"),
        [700212] = FederatedCredential("has an audience that no federated credential of the app names"),
        [700213] = FederatedCredential("has a subject that no federated credential of the app names"),
        [70021] = FederatedCredential("matches no federated credential of the app"),
        [7000215] = $"MlOpsBot:Teams:ClientSecret is wrong: give the Value of a client secret of this app, not its Secret ID, as {Secrets} showed it once when it was made.",
        [7000222] = $"MlOpsBot:Teams:ClientSecret has expired: make a new client secret on {Secrets} and give its Value.",
        [7000112] = "The app of MlOpsBot:Teams:AppId is disabled: enable it on the page \"Properties\" of its enterprise application.",
        [7000216] = "Microsoft's login got no secret, certificate or assertion with MlOpsBot:Teams:AppId: check which credential is configured.",
        [7000218] = "Microsoft's login got no secret, certificate or assertion with MlOpsBot:Teams:AppId: check which credential is configured.",
        [90002] = $"Microsoft's login knows no tenant of MlOpsBot:Teams:TenantId: compare it with App Tenant ID on {Ids}, and MlOpsBot:Teams:Cloud with the cloud it is in.",
        [900023] = $"MlOpsBot:Teams:TenantId is no tenant's id: give App Tenant ID from {Ids}.",
        [500011] = "The tenant of MlOpsBot:Teams:TenantId does not know the Bot Framework's service: compare MlOpsBot:Teams:Cloud with the cloud that the bot is registered in.",
        [53003] = "A conditional access policy of the tenant keeps the app from signing in: exclude the app of MlOpsBot:Teams:AppId, or allow this machine's address.",
        [530003] = "A conditional access policy of the tenant keeps the app from signing in: exclude the app of MlOpsBot:Teams:AppId, or allow this machine's address.",
        [7000229] = "The app of MlOpsBot:Teams:AppId has no service principal in the tenant MlOpsBot:Teams:TenantId: create one (az ad sp create --id <app id>), or compare the tenant.",
    }.ToFrozenDictionary();

    // "The service is temporarily unavailable", "throttled", "internal": https://learn.microsoft.com/entra/identity-platform/reference-error-codes
    private static readonly FrozenSet<int> s_passing = FrozenSet.Create(50196, 90033, 90006, 90024, 50097, 90055, 700050);

    /// <summary>The codes that have a sentence of their own.</summary>
    public static IEnumerable<int> KnownCodes => s_sentences.Keys;

    /// <summary>Reads what was thrown, of which nothing but the code is kept.</summary>
    public static LoginFault Of(Exception exception, TeamsCredential? credential)
    {
        var said = Text(exception);
        if (CodeOf(said) is { } code)
        {
            return s_passing.Contains(code)
                ? new LoginFault($"AADSTS{code}", false, Unreachable($"is out of order (AADSTS{code})"))
                : new LoginFault($"AADSTS{code}", true, s_sentences.GetValueOrDefault(code)
                    ?? $"Microsoft's login refuses the bot with AADSTS{code}: https://login.microsoftonline.com/error?code={code} says what that means.");
        }

        return credential switch
        {
            TeamsCredential.ManagedIdentity => Identity(said),
            TeamsCredential.WorkloadIdentity when exception is Azure.Identity.CredentialUnavailableException => new LoginFault(
                "workload_identity_unavailable",
                true,
                "There is no workload identity here: give the token's file in MlOpsBot:Teams:WorkloadIdentityTokenFile, or label the pod azure.workload.identity/use: \"true\", which sets AZURE_FEDERATED_TOKEN_FILE."),
            _ => IsFile(exception)
                ? new LoginFault("token_file_unreadable", true, "The file with the workload identity's token cannot be read: check AZURE_FEDERATED_TOKEN_FILE or MlOpsBot:Teams:WorkloadIdentityTokenFile.")
                : new LoginFault("unreachable", false, Unreachable("cannot be reached")),
        };
    }

    private static LoginFault Identity(string said)
        => said.Contains("Identity not found", StringComparison.OrdinalIgnoreCase) || said.Contains("identity_not_found", StringComparison.OrdinalIgnoreCase)
            || said.Contains("No User Assigned or Delegated Managed Identity", StringComparison.OrdinalIgnoreCase)
            ? new LoginFault("identity_not_found", true, "This machine does not have that managed identity: assign it on the machine's page \"Identity\", and compare MlOpsBot:Teams:ManagedIdentityClientId with its Client ID.")
            : new LoginFault("identity_unavailable", false, "This machine's managed identity does not answer: outside of Azure there is none, so use another credential there.");

    private static bool IsFile(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                return true;
            }
        }

        return false;
    }

    private static string Text(Exception exception)
    {
        var text = exception.Message;
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            text += "\n" + inner.Message;
        }

        return text;
    }

    private static int? CodeOf(string text)
        => AadSts().Match(text) is { Success: true } match ? int.Parse(match.Groups["code"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string FederatedCredential(string what)
        => $"The workload identity's token {what}: compare issuer, subject and audience on the page \"Certificates & secrets\", \"Federated credentials\".";

    private static string Unreachable(string how)
        => $"Microsoft's login {how}; the bot tries again, and answers late until then: check the way out to MlOpsBot:Teams:LoginUrl, a proxy, and the clock.";

    [GeneratedRegex(@"AADSTS(?<code>\d{4,9})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex AadSts();
}
