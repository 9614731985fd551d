using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Requests;

/// <summary>
/// Lets Teams' requests in and nobody else's: judges the token, then reads the body, then judges whether the token is for it; says
/// nothing about why outside. Thread-safe.
/// </summary>
internal sealed class MessagesDoor(
    Current<TeamsOptions> options,
    ServiceAddresses addresses,
    TeamsReceiver receiver,
    [FromKeyedServices(TeamsPlace.Platform)] PlatformContact contact,
    [FromKeyedServices(TeamsPlace.Platform)] RefusalLog refusals,
    AddressGate gate,
    IHostEnvironment environment,
    ILogger<MessagesDoor> log,
    TokenCheck? tokens = null,
    KeySet? keys = null)
{
    private const string Json = "application/json";

    // What is read must be what is judged: a name that stands there twice may be read either way.
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    private readonly bool _takesPlayground = options.Value.AgentsPlayground && environment.IsDevelopment();
    private int _saidPlayground;

    /// <summary><c>POST /api/messages</c>.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (gate.Shuts(context) is { } shut)
        {
            refusals.Refused(shut);
            context.TurnAway();
            return;
        }

        var isPlayground = IsPlayground(context);
        string? serviceUrl = null;
        if (isPlayground)
        {
            if (!IsReadable(context))
            {
                return;
            }

            Say();
        }
        else if (await JudgeTokenAsync(context) is { } judged)
        {
            serviceUrl = judged.Says.ServiceUrl;
        }
        else
        {
            return;
        }

        var (refusal, body) = await RequestBody.ReadAsync(context);
        using (body)
        {
            if (body is null)
            {
                Refuse(context, refusal, "a body that is too long or broke off");
                return;
            }

            await TakeAsync(context, body.Content, serviceUrl);
        }
    }

    /// <summary>The token, if it is right; null where the request was refused.</summary>
    private async ValueTask<InspectedToken?> JudgeTokenAsync(HttpContext context)
    {
        var request = context.Request;
        if (tokens is null)
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, "a token, or none, while MlOpsBot:Teams:AppId is not set");
        }

        var fault = tokens.Inspect(request.Headers.Authorization, out var token);
        if (fault == TokenFault.NoKeys)
        {
            await keys!.FirstAsync(context.RequestAborted);
            fault = tokens.Inspect(request.Headers.Authorization, out token);
        }

        if (fault != TokenFault.None)
        {
            return Refuse(context, StatusOf(fault), fault.Reason());
        }

        if (!IsReadable(context))
        {
            return null;
        }

        if (!tokens.HasRightSignature(token))
        {
            return Refuse(context, StatusCodes.Status401Unauthorized, TokenFault.Signature.Reason());
        }

        gate.Proven(context);
        contact.Called();
        return token;
    }

    private static int StatusOf(TokenFault fault) => fault switch
    {
        // Without keys nothing can be said about it: Teams sends it again.
        TokenFault.NoKeys => StatusCodes.Status503ServiceUnavailable,
        TokenFault.Endorsement => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status401Unauthorized,
    };

    private bool IsReadable(HttpContext context)
    {
        if (!context.Request.IsOfType(Json))
        {
            Refuse(context, StatusCodes.Status415UnsupportedMediaType, "another content type");
            return false;
        }

        if (context.Request.ContentLength > RequestBody.Most)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge, "a body that is too long");
            return false;
        }

        return true;
    }

    private async Task TakeAsync(HttpContext context, ReadOnlyMemory<byte> body, string? serviceUrl)
    {
        if (!PayloadJson.TryParse(body, s_strict, out var document, out var fault))
        {
            await AnswerAsync(context, receiver.Malformed(fault));
            return;
        }

        using (document)
        {
            ReadActivity activity;
            try
            {
                if (Mismatch(document.RootElement, serviceUrl) is { } mismatch)
                {
                    Refuse(context, StatusCodes.Status403Forbidden, mismatch);
                    return;
                }

                activity = ActivityReader.Read(document.RootElement, isPlayground: serviceUrl is null);
            }
            catch (InvalidOperationException)
            {
                // JsonElement gives no text for an escaped half of a surrogate pair, and says so by an exception alone.
                activity = ReadActivity.Malformed("a text that is no Unicode");
            }

            await AnswerAsync(context, await receiver.TakeAsync(activity, context.RequestAborted));
        }
    }

    /// <summary>Why an activity is not for us, or its token not for it; null where all is well.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="serviceUrl">The service address that the token is for; null where there is no token.</param>
    private string? Mismatch(JsonElement activity, string? serviceUrl)
    {
        var given = activity.Text("serviceUrl");
        return activity.Text("channelId") != ActivityReader.Channel ? "an activity of another channel than Teams"
            : given is null || (serviceUrl is not null && !IsSame(given, serviceUrl)) ? "a token for another service address than the activity's"
            : !addresses.IsAllowed(given, isPlayground: serviceUrl is null) ? "a service address that is not on the list"
            : !IsOfTenant(ActivityReader.TenantOf(activity), options.Value.AllowedTenants) ? "a tenant that is not allowed"
            : null;
    }

    private static bool IsOfTenant(string? tenant, ImmutableArray<string> allowed)
        => allowed.IsEmpty || (tenant is not null && allowed.Contains(tenant, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether two addresses are the same but for letters' case and one slash at the end.</summary>
    private static bool IsSame(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
        => WithoutSlash(one).Equals(WithoutSlash(other), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> WithoutSlash(ReadOnlySpan<char> address) => address.EndsWith('/') ? address[..^1] : address;

    /// <summary>Whether it is a request without a token that may do without. A browser's page is nobody that may.</summary>
    private bool IsPlayground(HttpContext context)
        => _takesPlayground && context.Request.Headers.Authorization.Count == 0 && context.Request.Headers.Origin.Count == 0 && context.IsFromHere();

    private void Say()
    {
        if (Interlocked.Exchange(ref _saidPlayground, 1) == 0)
        {
            log.LogWarning("{Warning}", PlaygroundWarning);
        }
    }

    /// <summary>What whoever switched the Agents Playground on has to know.</summary>
    internal const string PlaygroundWarning =
        "REQUESTS WITHOUT A TOKEN ARE TAKEN from this machine, because MlOpsBot:Teams:AgentsPlayground is set: for trying things out alone, never where others can reach the bot";

    private InspectedToken? Refuse(HttpContext context, int status, string reason)
    {
        // Without keys it may be Teams' own.
        var news = status == StatusCodes.Status503ServiceUnavailable ? null : gate.Refused(context);
        refusals.Refused(news ?? reason);
        context.Refuse(status);
        return null;
    }

    private static Task AnswerAsync(HttpContext context, InvokeReply reply) => context.AnswerAsync(reply.Status, reply.Body);
}
