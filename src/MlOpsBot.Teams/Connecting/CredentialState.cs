using System.Globalization;

namespace MlOpsBot.Teams.Connecting;

/// <summary>How the bot's own credential fares.</summary>
public enum CredentialHealth
{
    /// <summary>No token was needed yet.</summary>
    Untried,

    /// <summary>The last token was given out.</summary>
    Fine,

    /// <summary>It works, and ends within <see cref="CredentialState.Warning"/>; or should have ended, and still works.</summary>
    Ending,

    /// <summary>Microsoft's login refuses it: somebody has to do something.</summary>
    Refused,

    /// <summary>Microsoft's login cannot be reached: it passes by itself, or the network is closed.</summary>
    Unreachable,
}

/// <summary>How the bot's own credential fares, for health, <c>doctor</c> and the start. Immutable.</summary>
/// <param name="Health">In a word.</param>
/// <param name="Sentence">What to tell the operator, with what to do; holds no secret.</param>
/// <param name="ExpiresAt">When the credential ends; null where that is not known.</param>
/// <param name="Code">A short code where there is no token (<c>AADSTS7000222</c>); null otherwise.</param>
public sealed record CredentialState(CredentialHealth Health, string Sentence, DateTimeOffset? ExpiresAt, string? Code)
{
    /// <summary>How long before its end a credential is spoken of.</summary>
    public static readonly TimeSpan Warning = TimeSpan.FromDays(30);

    /// <summary>When the token that was given out last ends; null where there is none.</summary>
    public DateTimeOffset? TokenEndsAt { get; init; }

    /// <summary>Whether the bot can answer with it, as far as is known.</summary>
    public bool IsUsable => Health is not (CredentialHealth.Refused or CredentialHealth.Unreachable);

    /// <summary>What is known without having asked Microsoft: whether the credential is about to end, or has.</summary>
    public static CredentialState Before(TeamsOptions options, DateTimeOffset now)
        => Of(options, now, wasGiven: false, fault: null);

    internal static CredentialState Of(TeamsOptions options, DateTimeOffset now, bool wasGiven, LoginFault? fault)
    {
        var ends = options.Credential?.ExpiresAt;
        if (fault is not null)
        {
            return new CredentialState(fault.IsRefusal ? CredentialHealth.Refused : CredentialHealth.Unreachable, fault.Sentence, ends, fault.Code);
        }

        if (ends is { } end && end - now < Warning)
        {
            return new CredentialState(CredentialHealth.Ending, Ending(options.Credential!, end, now), ends, null);
        }

        return wasGiven
            ? new CredentialState(CredentialHealth.Fine, "Microsoft's login gives out tokens.", ends, null)
            : new CredentialState(CredentialHealth.Untried, "No token was needed yet.", ends, null);
    }

    private static string Ending(TeamsCredential credential, DateTimeOffset end, DateTimeOffset now)
    {
        var (what, then) = credential is TeamsCredential.Certificate
            ? ("The certificate", "put a new one in the place of MlOpsBot:Teams:Certificate and upload its public part")
            : ("The client secret", "make a new one on the app registration's page \"Certificates & secrets\" and give its Value in MlOpsBot:Teams:ClientSecret");
        var days = (int)Math.Ceiling((end - now).TotalDays);
        var when = days switch
        {
            <= 0 => "has ended",
            1 => "ends within a day",
            _ => $"ends in {days.ToString(CultureInfo.InvariantCulture)} days",
        };
        return $"{what} {when} ({end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}): {then}.";
    }
}
