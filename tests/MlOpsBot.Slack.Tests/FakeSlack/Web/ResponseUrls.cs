using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What a <c>response_url</c> belongs to. Immutable.</summary>
/// <param name="Id">In the address.</param>
/// <param name="Person">Who pressed or typed.</param>
/// <param name="Channel">Where.</param>
/// <param name="Original">The message that was pressed on; null for commands and shortcuts.</param>
/// <param name="Until">When it ends.</param>
internal sealed record ResponseUrl(string Id, Person Person, Channel Channel, Message? Original, DateTimeOffset Until)
{
    public int Uses { get; init; }
}

/// <summary>Addresses at which the bot may say more, five times in 30 minutes each. Thread-safe.</summary>
internal sealed class ResponseUrls(FakeSlackServer server)
{
    public const string Method = "response_url";

    private const int MostUses = 5;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResponseUrl> _urls = [];

    public string New(Person person, Channel channel, Message? original)
    {
        var url = new ResponseUrl(Guid.NewGuid().ToString("N"), person, channel, original, server.Options.Time.GetUtcNow() + Life);
        lock (_gate)
        {
            _urls.Add(url.Id, url);
        }

        return new Uri(server.Url, $"respond/{url.Id}").ToString();
    }

    /// <summary>The id in a <c>response_url</c>: what <see cref="Change.Through"/> names.</summary>
    public static string IdOf(string url) => url[(url.LastIndexOf('/') + 1)..];

    public async Task HandleAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var (arguments, malformed) = await Arguments.ReadAsync(context.Request);
        await server.Desk.TakeAsync(
            context,
            Method,
            number => new ApiCall(number, Method, arguments, server.Options.Time.GetUtcNow()),
            () => malformed is null ? Use(id, arguments) : Refused("invalid_payload", 400));
    }

    /// <summary>Shows what an app says through the address, or in the very response to a command.</summary>
    public Reply Show(ResponseUrl url, Arguments arguments)
    {
        var world = server.World;
        lock (world.Gate)
        {
            var original = url.Original is { } pressed ? url.Channel.Messages.FirstOrDefault(message => message.Ts == pressed.Ts && !message.IsDeleted) : null;
            if (arguments.Flag("delete_original"))
            {
                return Delete(url, original);
            }

            var (payload, error) = Payload.Read(arguments, world);
            if (payload is null)
            {
                return new Reply(error!, StatusCodes.Status400BadRequest);
            }

            if (arguments.Flag("replace_original"))
            {
                if (original is null)
                {
                    return Refused("no_original", 404);
                }

                world.Replace(url.Channel, payload.Fill(original) with { IsEdited = true }, url.Id);
                return new Reply(ApiAnswer.Ok());
            }

            var isPublic = arguments.Text("response_type") == "in_channel";
            world.Post(
                url.Channel,
                payload.Fill(new Message(url.Channel.Id, world.NewTs(), server.World.FindWorkspace(url.Channel.Team)!.BotUser)
                {
                    IsFromBot = true,
                    ThreadTs = arguments.Text("thread_ts"),
                    OnlyFor = isPublic ? null : url.Person.Id,
                }),
                url.Id);
            return new Reply(ApiAnswer.Ok());
        }
    }

    private Reply Use(string id, Arguments arguments)
    {
        ResponseUrl? url;
        lock (_gate)
        {
            if (!_urls.TryGetValue(id, out url))
            {
                return Refused("no_service", 404);
            }

            if (url.Until <= server.Options.Time.GetUtcNow())
            {
                return Refused("expired_url", 404);
            }

            if (url.Uses >= MostUses)
            {
                return Refused("used_url", 404);
            }

            _urls[id] = url with { Uses = url.Uses + 1 };
        }

        return Show(url, arguments);
    }

    private Reply Delete(ResponseUrl url, Message? original)
    {
        if (original is null)
        {
            return Refused("no_original", 404);
        }

        server.World.Replace(url.Channel, original with { IsDeleted = true }, url.Id);
        return new Reply(ApiAnswer.Ok());
    }

    private static Reply Refused(string code, int status) => new(new JsonObject { ["ok"] = false, ["error"] = code }, status);
}
