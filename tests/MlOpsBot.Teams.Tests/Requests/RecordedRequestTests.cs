using System.Net;
using System.Text;
using System.Text.Json;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>What the Microsoft 365 Agents Playground 0.2.28 sends, as it was recorded, sent to the real host.</summary>
public sealed class RecordedRequestTests
{
    private static readonly string s_file = Path.Combine(Repository.Root, "tests/MlOpsBot.Teams.Tests/Requests/playground-requests.jsonl");

    [Fact]
    public async Task Every_recorded_request_is_answered_as_what_it_is()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { UsesPlayground = true });
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = bot.Url };
        using var probe = new HttpRequestMessage(HttpMethod.Head, "/api/messages");
        using var there = await client.SendAsync(probe, TestContext.Current.CancellationToken);
        there.StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var line in await File.ReadAllLinesAsync(s_file, TestContext.Current.CancellationToken))
        {
            await SendAsync(bot, client, line);
        }

        await bot.RestAsync();
        bot.Log.Errors.ShouldBeEmpty();
    }

    private static async Task SendAsync(TeamsBot bot, HttpClient client, string line)
    {
        // The places and people of the recording are those of the fake Teams, so that answers can be posted.
        foreach (var (recordedId, given) in new[]
        {
            ("http://localhost:56150/_connector", bot.Teams.PlaygroundUrl),
            ("http://127.0.0.1:56150/_connector", bot.Teams.PlaygroundUrl),
            ("9d72d715-d379-4f9b-8141-47db8d07b594", bot.Teams.World.Personal(bot.Teams.Robin).Id),
            ("e5adc3f7-f0fd-499f-97a1-66485939a7b1", bot.Teams.Group.Id),
            ("channel-announcements-id", bot.Teams.General.Id),
            ("user-id-0", bot.Teams.Robin.Id),
        })
        {
            line = line.Replace(recordedId, given, StringComparison.Ordinal);
        }

        using var recorded = JsonDocument.Parse(line);
        var expected = recorded.RootElement.GetProperty("expect").GetString()!;
        var body = recorded.RootElement.GetProperty("body");
        var text = body.GetRawText();
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/messages", UriKind.Relative), content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, line);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var conversation = body.GetProperty("conversation");
        var tenant = conversation.TryGetProperty("tenantId", out var id) ? id.GetString()! : "playground";
        var row = await bot.Store.Inbox.FindAsync(
            new(TeamsPlace.Platform, tenant), $"{conversation.GetProperty("id").GetString()}|{body.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        switch (expected)
        {
            case "adaptiveCard/action":
                using (var json = JsonDocument.Parse(answer))
                {
                    // A button of another bot's card.
                    json.RootElement.GetProperty("statusCode").GetInt32().ShouldBe(200);
                    json.RootElement.GetProperty("type").GetString().ShouldBeOneOf("application/vnd.microsoft.activity.message", "application/vnd.microsoft.card.adaptive");
                }

                break;
            case "message/submitAction":
                answer.ShouldBe("{}");
                break;
            case "composeExtension/query":
                using (var json = JsonDocument.Parse(answer))
                {
                    json.RootElement.GetProperty("composeExtension").GetProperty("type").GetString().ShouldBeOneOf("result", "message");
                }

                break;
            default:
                answer.ShouldBeEmpty();
                (row?.Kind ?? "ignored").ShouldBe(expected, line);
                return;
        }

        row.ShouldBeNull();
    }
}
