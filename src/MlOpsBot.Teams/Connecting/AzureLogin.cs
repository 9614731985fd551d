using System.Security.Cryptography;
using Azure.Core;
using Azure.Identity;
using MlOpsBot.Storage;

namespace MlOpsBot.Teams.Connecting;

/// <summary>A token as Microsoft's login gave it. Immutable.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RenewAt">When Microsoft would like it to be renewed; null where it does not say.</param>
internal sealed record FetchedToken(string Token, DateTimeOffset ExpiresAt, DateTimeOffset? RenewAt)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"a token until {ExpiresAt:u}";
}

/// <summary>What fetching a token came to: one of both.</summary>
/// <param name="Token">The token.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct LoginAnswer(FetchedToken? Token, LoginFault? Fault);

/// <summary>
/// Fetches tokens through Azure.Identity. Nothing of that library, nor of what it brings along (MSAL), is loaded before the first
/// token is needed. Thread-safe.
/// </summary>
internal sealed class AzureLogin(Current<TeamsOptions> options)
{
    private readonly Cloud _cloud = Clouds.Of(options.Value);

    /// <summary>Fetches a token, a new one every time. Throws for cancellation alone.</summary>
    /// <remarks>
    /// Each time through a new credential: it has no token of its own to hand out again, when that one was just refused; and a
    /// certificate or a platform's token that was renewed meanwhile is read again.
    /// </remarks>
    public async Task<LoginAnswer> FetchAsync(CancellationToken cancellation)
    {
        var now = options.Value;
        try
        {
            using var certificate = now.Credential is TeamsCredential.Certificate { Path: var path, Password: var password }
                ? LoginCertificate.Load(path, password?.Reveal())
                : null;
            var token = await Credential(now, certificate).GetTokenAsync(new TokenRequestContext([_cloud.Scope]), cancellation);
            return new LoginAnswer(new FetchedToken(token.Token, token.ExpiresOn, token.RefreshOn), null);
        }
        catch (AuthenticationFailedException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            return new LoginAnswer(null, LoginFaults.Of(exception, now.Credential));
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return new LoginAnswer(null, LoginFaults.UnreadableCertificate);
        }
    }

    private TokenCredential Credential(TeamsOptions now, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate) => now.Credential switch
    {
        TeamsCredential.ClientSecret secret => new ClientSecretCredential(
            now.TenantId,
            now.AppId,
            secret.Value.Reveal(),
            Set(new ClientSecretCredentialOptions { DisableInstanceDiscovery = IsElsewhere })),
        TeamsCredential.Certificate => new ClientCertificateCredential(
            now.TenantId,
            now.AppId,
            certificate!,
            Set(new ClientCertificateCredentialOptions { DisableInstanceDiscovery = IsElsewhere })),
        TeamsCredential.ManagedIdentity { ClientId: var id } => new ManagedIdentityCredential(Set(new ManagedIdentityCredentialOptions(
            id is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(id)))),
        TeamsCredential.WorkloadIdentity { TokenFile: var file } => new WorkloadIdentityCredential(WithFile(
            Set(new WorkloadIdentityCredentialOptions
            {
                TenantId = now.TenantId,
                ClientId = now.AppId,
                DisableInstanceDiscovery = IsElsewhere,
            }),
            file)),
        _ => throw new InvalidOperationException("Teams has an app id and no credential; the options were not checked."),
    };

    // An authority that Microsoft does not know cannot be looked up at Microsoft, and a machine that reaches it need not reach that.
    private bool IsElsewhere => !Clouds.IsMicrosofts(_cloud.Authority);

    private static WorkloadIdentityCredentialOptions WithFile(WorkloadIdentityCredentialOptions made, string? file)
    {
        if (file is not null)
        {
            made.TokenFilePath = file;
        }

        return made;
    }

    private T Set<T>(T made)
        where T : TokenCredentialOptions
    {
        made.AuthorityHost = _cloud.Authority;

        // Whoever waits for a token tries again by the clock that is injected; a login that answers at all answers quickly.
        made.Retry.MaxRetries = 1;
        made.Retry.Delay = TimeSpan.FromMilliseconds(300);
        made.Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
        made.Diagnostics.IsTelemetryEnabled = false;
        made.Diagnostics.IsLoggingEnabled = false;
        made.Diagnostics.IsDistributedTracingEnabled = false;
        return made;
    }
}
