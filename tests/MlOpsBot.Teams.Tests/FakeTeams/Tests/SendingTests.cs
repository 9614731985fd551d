using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Teams.Tests.FakeTeams.Tests;

/// <summary>Activities come as Teams sends them: signed, again after 15 seconds without an acknowledgement, invokes once and for five seconds.</summary>
public sealed class SendingTests
{
    [Fact]
    public async Task An_activity_is_sent_again_until_it_is_acknowledged_and_an_invoke_once()
    {
        await using var teams = await FakeTeamsServer.StartAsync(new FakeTeamsOptions { Retries = [TimeSpan.Zero, TimeSpan.Zero] });
        var (asked, refusals) = (0, 2);
        await using var door = await DoorAsync(context =>
        {
            asked++;
            context.Response.StatusCode = refusals-- > 0 ? 503 : 200;
            return Task.CompletedTask;
        });
        teams.Connect(new Uri(door.Urls.First()));

        var written = await teams.Robin.SendSayAsync("hello");
        await written.Delivery.Last.Task;

        (asked, written.Delivery.IsAcknowledged).ShouldBe((3, true));
        (refusals, asked) = (1, 0);
        (await teams.Robin.SearchRawAsync()).Status.ShouldBe(503);
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task One_token_signed_with_an_endorsed_key_is_carried_for_its_hour()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
        await using var teams = await FakeTeamsServer.StartAsync(new FakeTeamsOptions { Time = time });
        var tokens = new List<string>();
        await using var door = await DoorAsync(context =>
        {
            tokens.Add(context.Request.Headers.Authorization.ToString());
            return Task.CompletedTask;
        });
        teams.Connect(new Uri(door.Urls.First()));

        await teams.Robin.SendSayAsync("hello");
        await teams.Kim.SendSayAsync("hello", teams.General);
        time.Advance(TimeSpan.FromMinutes(56));
        await teams.Robin.SendSayAsync("hello");

        tokens.Distinct().Count().ShouldBe(2);
        tokens[0].ShouldBe(tokens[1]);
        tokens[0].ShouldStartWith("Bearer ");
        tokens[0].Split('.').Length.ShouldBe(3);
    }

    [Fact]
    public async Task What_comes_from_the_Playground_carries_no_token()
    {
        await using var teams = await FakeTeamsServer.StartAsync();
        var authorizations = new List<int>();
        await using var door = await DoorAsync(context =>
        {
            authorizations.Add(context.Request.Headers.Authorization.Count);
            return Task.CompletedTask;
        });
        teams.Connect(new Uri(door.Urls.First()));
        var chat = teams.World.Personal(teams.Robin);

        await teams.SendAsync(new Activities(teams).Message(teams.Robin, chat, chat.Id, "1", "hello", mentions: false).With("serviceUrl", teams.PlaygroundUrl));

        authorizations.ShouldBe([0]);
    }

    private static async Task<WebApplication> DoorAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/api/messages", answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

file static class Raw
{
    /// <summary>A search whose answer may be anything.</summary>
    public static Task<InvokeAnswer> SearchRawAsync(this Person person)
        => person.InvokeAsync(person.Server.World.Personal(person).Id, "composeExtension/query", new System.Text.Json.Nodes.JsonObject());
}
