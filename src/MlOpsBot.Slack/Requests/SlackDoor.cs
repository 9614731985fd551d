using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Requests;

/// <summary>
/// Lets Slack's requests in and nobody else's: judges the headers, then reads the body, then judges the signature; says nothing
/// about why outside. Thread-safe.
/// </summary>
internal sealed class SlackDoor(
    Current<SlackOptions> options,
    SlackReceiver receiver,
    [FromKeyedServices(SlackInstallation.Platform)] RefusalLog refusals,
    AddressGate gate,
    TimeProvider clock,
    ILogger<SlackDoor> log)
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Longest unsigned body that is looked at, in bytes: Slack's test of an address's certificate is the shorter.</summary>
    private const int MostUnsigned = 1024;

    private static readonly ReceivedCounts s_counts = new(SlackInstallation.Platform);

    private volatile SigningKeys _keys = new(options.Value);

    /// <summary><c>POST /slack/events</c>.</summary>
    public async Task EventAsync(HttpContext context)
    {
        using var body = await AdmitAsync(context, Json);
        if (body is not null)
        {
            CountRetry(context.Request.Headers);
            await AnswerAsync(context, await ParsedAsync(body.Content, receiver.EventAsync));
        }
    }

    /// <summary><c>POST /slack/commands</c>.</summary>
    public async Task CommandAsync(HttpContext context)
    {
        using var body = await AdmitAsync(context, Form);
        if (body is null)
        {
            return;
        }

        switch (CommandForm.Read(body.Content.Span, out var command))
        {
            case FormKind.Command:
                await AnswerAsync(context, await receiver.CommandAsync(command!, context.RequestAborted));
                break;
            case FormKind.CertificateCheck:
                await AnswerAsync(context, SlackReply.Taken);
                break;
            default:
                await AnswerAsync(context, Malformed("a form that is no command"));
                break;
        }
    }

    /// <summary><c>POST /slack/interactions</c>.</summary>
    public async Task InteractionAsync(HttpContext context)
    {
        using var body = await AdmitAsync(context, Form);
        if (body is null)
        {
            return;
        }

        var unescaped = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Content.Length));
        try
        {
            var kind = CommandForm.ReadPayload(body.Content.Span, unescaped, out var length);
            await AnswerAsync(context, kind switch
            {
                FormKind.Payload => await ParsedAsync(unescaped.AsMemory(0, length), receiver.InteractionAsync),
                FormKind.CertificateCheck => SlackReply.Taken,
                _ => Malformed("a form without a payload"),
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    /// <summary>The body of a request whose signature is Slack's; null where it was refused, or needs no more, and the response is written.</summary>
    private async ValueTask<RequestBody?> AdmitAsync(HttpContext context, string contentType)
    {
        if (gate.Shuts(context) is { } shut)
        {
            refusals.Refused(shut);
            context.TurnAway();
            return null;
        }

        var request = context.Request;
        var headers = request.Headers;
        var fault = SignatureCheck.ReadHeaders(headers[SignatureCheck.SignatureHeader], headers[SignatureCheck.TimeHeader], clock.GetUtcNow(), out var signed);
        if (fault != SignatureFault.None)
        {
            if (fault == SignatureFault.Missing && contentType == Form && await IsCertificateCheckAsync(context))
            {
                return null;
            }

            return Refuse(context, StatusCodes.Status401Unauthorized, ReasonOf(fault));
        }

        if (!request.IsOfType(contentType))
        {
            return Refuse(context, StatusCodes.Status415UnsupportedMediaType, "another content type");
        }

        if (request.ContentLength > RequestBody.Most)
        {
            return Refuse(context, StatusCodes.Status413PayloadTooLarge, "a body that is too long");
        }

        var (refusal, body) = await RequestBody.ReadAsync(context, room: SignatureCheck.PrefixLength);
        if (body is null)
        {
            return Refuse(context, refusal, "a body that is too long or broke off");
        }

        if (!Keys().Match(signed, body.Prefixed))
        {
            body.Dispose();
            return Refuse(context, StatusCodes.Status401Unauthorized, ReasonOf(SignatureFault.Mismatch));
        }

        gate.Proven(context);
        return body;
    }

    // Made anew when options changed. Who still checks with those before finishes with them; they go when nobody holds them any more.
    private SigningKeys Keys()
    {
        var (now, keys) = (options.Value, _keys);
        return ReferenceEquals(keys.Options, now) ? keys : _keys = new SigningKeys(now);
    }

    /// <summary>Slack looks at an address's certificate with a form that need not be signed; it is answered, and nothing comes of it.</summary>
    private static async ValueTask<bool> IsCertificateCheckAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (> 0 and <= MostUnsigned) || !context.Request.IsOfType(Form))
        {
            return false;
        }

        var (_, body) = await RequestBody.ReadAsync(context, MostUnsigned);
        using (body)
        {
            if (body is null || !CommandForm.IsCertificateCheck(body.Content.Span))
            {
                return false;
            }
        }

        context.Response.ContentLength = 0;
        return true;
    }

    private RequestBody? Refuse(HttpContext context, int status, string reason)
    {
        refusals.Refused(gate.Refused(context) ?? reason);
        context.Refuse(status);
        return null;
    }

    private async Task<SlackReply> ParsedAsync(ReadOnlyMemory<byte> json, Func<JsonElement, CancellationToken, Task<SlackReply>> receive)
    {
        // Recorded even where Slack does not wait for the end of it: what it then sends again is known by its id.
        if (!PayloadJson.TryParse(json, default, out var document, out var fault))
        {
            return Malformed(fault);
        }

        using (document)
        {
            return await receive(document.RootElement, CancellationToken.None);
        }
    }

    private SlackReply Malformed(string reason)
    {
        s_counts.Malformed();
        log.LogInformation("Slack sent {Reason}", reason);
        return new SlackReply(SlackReplyKind.Malformed, Reason: reason);
    }

    private void CountRetry(IHeaderDictionary headers)
    {
        if (headers["X-Slack-Retry-Num"] is not [{ Length: 1 } number])
        {
            return;
        }

        var reason = headers["X-Slack-Retry-Reason"] is [{ } given] && KnownRetryReasons.Contains(given) ? given : "another";
        s_counts.Redelivered(reason);
        log.LogInformation("Slack sends an event again, for the {Number}. time: {Reason}", number, reason);
    }

    private static readonly HashSet<string> KnownRetryReasons =
        new(["http_timeout", "too_many_redirects", "connection_failed", "ssl_error", "http_error", "unknown_error"], StringComparer.Ordinal);

    private static Task AnswerAsync(HttpContext context, SlackReply reply) => context.AnswerAsync(
        reply.Kind switch
        {
            SlackReplyKind.Taken => StatusCodes.Status200OK,
            SlackReplyKind.Malformed => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status503ServiceUnavailable,
        },
        reply.Body);

    /// <summary>What signatures are checked with: the signing secret, and the one before it while both may come.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "Requests may still be checked with keys that were replaced; what they hold goes with them.")]
    private sealed class SigningKeys(SlackOptions options)
    {
        private readonly SignatureKey _key = new(options.SigningSecret!.Reveal());
        private readonly SignatureKey? _before = options.PreviousSigningSecret is { } before ? new(before.Reveal()) : null;

        public SlackOptions Options => options;

        public bool Match(SignedHeaders signed, Span<byte> prefixed) => _key.Matches(signed, prefixed) || _before?.Matches(signed, prefixed) == true;
    }

    private static string ReasonOf(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => "no signature",
        SignatureFault.Ambiguous => "several signatures",
        SignatureFault.Malformed => "a malformed signature",
        SignatureFault.TooOld => "a signature that is too old",
        SignatureFault.TooNew => "a signature of the future",
        _ => "a signature of somebody else",
    };
}
