namespace MlOpsBot.Teams.Requests;

/// <summary>Why a token is not believed. The order is that of the checks: the cheap ones first.</summary>
internal enum TokenFault
{
    /// <summary>It is believed.</summary>
    None,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>There are several.</summary>
    Ambiguous,

    /// <summary>It is no <c>Bearer</c> token.</summary>
    Scheme,

    /// <summary>It is not three parts of base64url, or too long to be one of Bot Framework's.</summary>
    Shape,

    /// <summary>Its header is no JSON object, names something twice, or asks for what is not understood (<c>crit</c>).</summary>
    Header,

    /// <summary>It is not signed by RS256: another algorithm, none, or one that would take the public key for a secret.</summary>
    Algorithm,

    /// <summary>Its header names no key.</summary>
    KeyMissing,

    /// <summary>Its claims are no JSON object, or name something twice.</summary>
    Claims,

    /// <summary>Somebody else than Bot Framework has issued it, or nobody.</summary>
    Issuer,

    /// <summary>It is for another app, for several or for none.</summary>
    Audience,

    /// <summary>It does not say, as a number, from when to when it holds, or it says something impossible.</summary>
    Times,

    /// <summary>It holds no more.</summary>
    Expired,

    /// <summary>It does not hold yet.</summary>
    Early,

    /// <summary>It does not say which service address it is for.</summary>
    ServiceUrlMissing,

    /// <summary>No key could be fetched yet, so that nothing can be said about it.</summary>
    NoKeys,

    /// <summary>It names a key that Bot Framework does not publish.</summary>
    KeyUnknown,

    /// <summary>The key may not speak for Teams.</summary>
    Endorsement,

    /// <summary>Its signature is not the key's.</summary>
    Signature,
}

/// <summary>Faults in words.</summary>
internal static class TokenFaults
{
    /// <summary>Why, for the log: never anything out of the token.</summary>
    public static string Reason(this TokenFault fault) => fault switch
    {
        TokenFault.Missing => "no token",
        TokenFault.Ambiguous => "several tokens",
        TokenFault.Scheme => "an authorization that is no bearer token",
        TokenFault.Shape => "a token that is none",
        TokenFault.Header => "a token with a malformed header",
        TokenFault.Algorithm => "a token signed by another algorithm than RS256",
        TokenFault.KeyMissing => "a token that names no key",
        TokenFault.Claims => "a token with malformed claims",
        TokenFault.Issuer => "a token of another issuer",
        TokenFault.Audience => "a token for another app than MlOpsBot:Teams:AppId",
        TokenFault.Times => "a token without times, or with impossible ones",
        TokenFault.Expired => "a token that has expired",
        TokenFault.Early => "a token that does not hold yet",
        TokenFault.ServiceUrlMissing => "a token without a service address",
        TokenFault.NoKeys => "no keys to check tokens with",
        TokenFault.KeyUnknown => "a token signed with an unknown key",
        TokenFault.Endorsement => "a token signed with a key that may not speak for Teams",
        TokenFault.Signature => "a token with a wrong signature",
        _ => "nothing",
    };
}
