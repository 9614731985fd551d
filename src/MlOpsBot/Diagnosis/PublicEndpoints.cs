using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Wire;

namespace MlOpsBot.Diagnosis;

/// <summary>What each endpoint of the bot says at its public address. Closes its connections when disposed of.</summary>
internal sealed class PublicEndpoints : IDisposable
{
    /// <summary>Within which Slack must have an answer; Teams gives five seconds to a button.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly Uri _address;
    private readonly BotOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _check;
    private readonly HttpClient _http;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="address">The public address.</param>
    /// <param name="options">Which endpoints there should be.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="check">The check's name.</param>
    public PublicEndpoints(Uri address, BotOptions options, TimeProvider clock, string check)
    {
        (_address, _options, _clock, _check) = (address, options, clock, check);

        // The certificate has findings of its own; nothing secret is sent. A proxy that leads out says nothing of the way in.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            SslOptions = new CertificateJudge(address, clock, check).Options(),
        })
        {
            Timeout = s_patience,
        };
    }

    /// <summary>Asks them all, and stops at what makes the rest meaningless.</summary>
    public async Task<ImmutableArray<Diagnosed>> AskAsync(CancellationToken cancellation)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnosed>();
        var live = await SendAsync(HttpMethod.Get, "/health/live", null, cancellation);
        if (Barrier(live) is { } barrier)
        {
            return [barrier];
        }

        if (ReadHealth(live) is not { Version: { } version })
        {
            return
            [
                Diagnosed.Fault(
                    _check, FindingCode.PublicSomebodyElse, $"{At("/health/live")} answers {live.Status}, and it is not this bot that does{(live.Server is { } server ? $" (but {server})" : "")}.",
                    "Let the proxy lead this address to the bot, or correct MlOpsBot:PublicUrl."),
            ];
        }

        findings.Add(Diagnosed.Ok(_check, $"The bot answers at {At("/")}, version {version}, in {live.Took.TotalMilliseconds:0} ms."));
        findings.AddRange(Pace(live));
        if (version != ProgramVersion.Text)
        {
            findings.Add(Diagnosed.Warning(
                _check, FindingCode.PublicVersion, $"It is version {version}, and this program {ProgramVersion.Text}: another deployment may be in its place.", "See where the address leads, and what runs there."));
        }

        findings.AddRange(await TeamsAsync(cancellation));
        findings.AddRange(await SlackAsync(cancellation));
        return findings.ToImmutable();
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<IEnumerable<Diagnosed>> TeamsAsync(CancellationToken cancellation)
    {
        if (_options.Teams.AppId is null)
        {
            return [];
        }

        var answer = await SendAsync(HttpMethod.Post, TeamsRequests.Messages, "{\"type\":\"message\"}", cancellation);
        return Refusal(answer, "Teams") is { } fault ? [fault] : [Diagnosed.Ok(_check, $"{At(TeamsRequests.Messages)} refuses who is not Teams, as it should."), .. Pace(answer)];
    }

    private async Task<IEnumerable<Diagnosed>> SlackAsync(CancellationToken cancellation)
    {
        if (_options.Slack.SigningSecret is not { } secret)
        {
            return [];
        }

        var answer = await SendAsync(HttpMethod.Post, SlackRequests.Events, "{\"type\":\"url_verification\",\"challenge\":\"none\"}", cancellation, new Secret("none"));
        if (Refusal(answer, "Slack") is { } fault)
        {
            return [fault];
        }

        // Blanks, escapes and letters beyond ASCII: a proxy that rewrites bodies changes one of them, and the signature no longer holds.
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var odd = await SendAsync(HttpMethod.Post, SlackRequests.Events, $"{{ \"type\":\"url_verification\",\"note\":\"\\u00e9 é +%26\\/\",\r\n  \"challenge\":\"{challenge}\" }}", cancellation, secret);
        if (odd.IsEcho(challenge))
        {
            return [Diagnosed.Ok(_check, $"{At(SlackRequests.Events)} takes what is signed with MlOpsBot:Slack:SigningSecret, and arrives as it was sent."), .. Pace(odd)];
        }

        var plain = await SendAsync(HttpMethod.Post, SlackRequests.Events, $"{{\"type\":\"url_verification\",\"challenge\":\"{challenge}\"}}", cancellation, secret);
        return
        [
            plain.IsEcho(challenge)
                ? Diagnosed.Fault(
                    _check, FindingCode.PublicBodyAltered, $"Something between {At(SlackRequests.Events)} and the bot alters requests' bodies: a signature holds for a plain body, and not for one with blanks and escapes.",
                    "Let the proxy pass bodies on byte by byte: no rewriting, no re-encoding, no web firewall that cleans JSON.")
                : Diagnosed.Fault(
                    _check, FindingCode.PublicSignature, $"The bot at {At(SlackRequests.Events)} refuses ({plain.Status}) what is signed with MlOpsBot:Slack:SigningSecret.",
                    "Give the running bot the same signing secret, let the proxy pass the headers X-Slack-Signature and X-Slack-Request-Timestamp on, and compare its clock."),
        ];
    }

    /// <summary>What keeps a request from the bot, whatever it asks for; null where there is nothing.</summary>
    private Diagnosed? Barrier(Answer answer) => answer switch
    {
        { Fault: { } fault } => Diagnosed.Fault(_check, FindingCode.PublicConnect, $"{answer.Url} gives no answer: {fault}.", "Look at the proxy in front of the bot, and its log."),
        { Status: >= 300 and < 400 } => Diagnosed.Fault(
            _check, FindingCode.PublicRedirect, $"{answer.Url} leads on to {answer.Location} ({answer.Status}); neither Slack nor Teams follows.",
            "Give the address that is led to in MlOpsBot:PublicUrl and on both platforms' pages, or let the proxy answer here itself."),
        { Status: 502 or 503 or 504 } => Diagnosed.Fault(
            _check, FindingCode.PublicNobodyBehind, $"{answer.Url} answers {answer.Status}: there is a proxy, and no bot that it reaches behind it.", "Start the bot, and let the proxy lead to its port (3978 unless set) on the right host."),
        { Status: 404 } => Diagnosed.Fault(
            _check, FindingCode.PublicPath, $"{answer.Url} is not found (404): the proxy leads this path elsewhere, or the bot there does not serve it.",
            "Let the proxy pass every path on as it is, without taking a part away, and give the running bot the same options."),
        { Status: 421 } => Diagnosed.Fault(
            _check, FindingCode.HostNotAllowed, $"The bot does not answer to the name {_address.Host} (421).", "Add it to MlOpsBot:Limits:AllowedHosts, and let the proxy pass the Host header on."),
        _ => null,
    };

    /// <summary>Why an endpoint does not refuse a stranger the way that the bot does: 401 or 403 without a word; null where it does.</summary>
    private Diagnosed? Refusal(Answer answer, string platform) => Barrier(answer) ?? answer switch
    {
        { Status: 401 or 403, Body.Length: 0, AsksForLogin: false } => null,
        { Status: 401 or 403 } => Diagnosed.Fault(
            _check, FindingCode.PublicGate, $"Something in front of the bot asks for a login at {answer.Url} ({answer.Status}{(answer.Server is { } server ? $", {server}" : "")}): {platform} has none there.",
            $"Let the proxy pass {answer.Url.AbsolutePath} on without a login: the bot checks each request itself."),
        _ => Diagnosed.Fault(
            _check, FindingCode.PublicSomebodyElse, $"{answer.Url} answers {answer.Status} to a request that the bot would have refused: something else answers there.", "Let the proxy lead this path to the bot."),
    };

    private IEnumerable<Diagnosed> Pace(Answer answer) => answer.Took > Deadline
        ? [Diagnosed.Warning(
            _check, FindingCode.PublicSlow, $"{answer.Url} took {answer.Took.TotalSeconds:0.0} seconds: Slack gives {Deadline.TotalSeconds:0}, and sends again what took longer.",
            "Look at what is between, and at the load of the bot and of its store.")]
        : [];

    private static HealthDocument? ReadHealth(Answer answer)
    {
        try
        {
            return answer.Status == 200 && JsonSerializer.Deserialize(answer.Body, BotJson.Lines.HealthDocument) is { Status: "live" } health ? health : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Uri At(string path) => new(_address.AbsoluteUri.TrimEnd('/') + path);

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancellation, Secret? signedWith = null)
    {
        var url = At(path);
        var began = _clock.GetTimestamp();
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = s_json } };
            if (signedWith is not null)
            {
                Sign(request, bytes, signedWith);
            }
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await response.Content.LoadIntoBufferAsync(64 * 1024, cancellation);
            return new Answer(url, (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation), _clock.GetElapsedTime(began))
            {
                Location = response.Headers.Location is { } location ? new Uri(url, location) : null,
                Server = response.Headers.Server.ToString() is { Length: > 0 and <= 60 } server ? server : null,
                AsksForLogin = response.Headers.WwwAuthenticate.Count > 0,
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new Answer(url, 0, "", TimeSpan.Zero) { Fault = exception.GetBaseException().Message.TrimEnd('.') };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Answer(url, 0, "", TimeSpan.Zero) { Fault = $"nothing came back within {s_patience.TotalSeconds:0} seconds" };
        }
    }

    private void Sign(HttpRequestMessage request, byte[] body, Secret secret)
    {
        var time = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Reveal()));
        hash.AppendData(Encoding.ASCII.GetBytes($"v0:{time}:"));
        hash.AppendData(body);
        request.Headers.Add(SignatureCheck.TimeHeader, time);
        request.Headers.Add(SignatureCheck.SignatureHeader, $"v0={Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    private sealed record Answer(Uri Url, int Status, string Body, TimeSpan Took)
    {
        public string? Fault { get; init; }

        public Uri? Location { get; init; }

        public string? Server { get; init; }

        public bool AsksForLogin { get; init; }

        public bool IsEcho(string challenge) => Status == 200 && Body.Contains(challenge, StringComparison.Ordinal);
    }
}
