using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>Sends activities to the bot as Bot Framework does. Thread-safe.</summary>
internal sealed class HttpSender(FakeTeamsServer server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends; waits for an acknowledgement, or the answer of an invoke, as long as Teams does.</summary>
    public async Task<Receipt> SendAsync(Uri bot, Outgoing content)
    {
        var longest = content.Kind == OutgoingKind.Event ? server.Options.AcknowledgeWithin : server.Options.AnswerWithin;
        using var deadline = new CancellationTokenSource(longest, server.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, server.Stopping);
        try
        {
            using var request = Request(bot, content);
            request.Content = new TellingContent(request.Content!, () => server.StepAsync(content.Kind == OutgoingKind.Event ? "activity" : "invoke", StepPoint.Received));
            using var response = await _client.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return new Receipt(response.IsSuccessStatusCode, response.IsSuccessStatusCode ? "" : "http_error", body)
            {
                Status = (int)response.StatusCode,

                // What is refused stays refused; only what failed is sent again.
                ForbidsRetry = (int)response.StatusCode is >= 400 and < 500,
            };
        }
        catch (OperationCanceledException)
        {
            return Receipt.Failed("http_timeout");
        }
        catch (HttpRequestException)
        {
            return Receipt.Failed("connection_failed");
        }
    }

    /// <summary>The request as Bot Framework sends it; without a token where it comes from the Playground.</summary>
    public HttpRequestMessage Request(Uri bot, Outgoing content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, "api/messages"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content.Body.ToJsonString())),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var serviceUrl = content.Body["serviceUrl"]!.GetValue<string>();
        if (serviceUrl != server.PlaygroundUrl)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Incoming.Token(serviceUrl));
            request.Headers.TryAddWithoutValidation("User-Agent", "BF-DirectLine (Microsoft-BotFramework/3.2 +https://botframework.com/ua)");
        }
        else
        {
            request.Headers.Add("x-ms-agents-playground", "true");
        }

        return request;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Tells when it is written: the bot has it then, and is at work.</summary>
    private sealed class TellingContent : HttpContent
    {
        private readonly HttpContent _content;
        private readonly Func<Task> _written;

        public TellingContent(HttpContent content, Func<Task> written)
        {
            (_content, _written) = (content, written);
            foreach (var (name, values) in content.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await _content.CopyToAsync(stream);
            await stream.FlushAsync();
            await _written();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _content.Headers.ContentLength ?? 0;
            return _content.Headers.ContentLength is not null;
        }
    }
}
