using System.Net;

namespace MlOpsBot.Teams.Tests.FakeTeams.Tests;

/// <summary>Everything that can go wrong goes wrong on demand, and the fake knows whether it was carried out.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(412, false)]
    [InlineData(500, false)]
    [InlineData(502, true)]
    [InlineData(503, false)]
    public async Task A_post_is_answered_with_a_status_before_or_after_it_is_carried_out(int status, bool carriedOut)
    {
        await using var bot = await RawBot.StartAsync();
        bot.Teams.Faults.Next("post", Fault.Answering(status, carriedOut));

        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe((HttpStatusCode)status);

        bot.Teams.World.BotPosts.Length.ShouldBe(carriedOut ? 1 : 0);
        (await bot.PostAsync(RawBot.Text("hi"))).Said.ShouldBe("201");
    }

    [Fact]
    public async Task A_post_is_throttled_refused_by_name_answered_with_garbage_and_cut_off()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Teams.Faults.Next("post", Fault.RateLimited(2), Fault.Error(403, "MessageWritesBlocked"), Fault.Garbage, Fault.CutBefore, Fault.CutAfter);

        (await bot.PostAsync(RawBot.Text("1"))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        (await bot.PostAsync(RawBot.Text("2"))).Said.ShouldBe("403 MessageWritesBlocked");
        (await bot.PostAsync(RawBot.Text("3"))).Body.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Undefined);
        await Should.ThrowAsync<HttpRequestException>(bot.PostAsync(RawBot.Text("4")));
        await Should.ThrowAsync<HttpRequestException>(bot.PostAsync(RawBot.Text("5")));

        bot.Teams.World.BotPosts.ShouldHaveSingleItem().Text.ShouldBe("5");
        bot.Teams.Faults.Happened.ShouldBe(5);
    }

    [Fact]
    public async Task A_post_that_is_lost_on_its_way_is_not_seen()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Teams.AtStep = step => Task.FromResult(step.Point != StepPoint.Received);

        await Should.ThrowAsync<HttpRequestException>(bot.PostAsync(RawBot.Text("hi")));

        bot.Teams.World.BotPosts.ShouldBeEmpty();
        bot.Teams.Calls.Of("post").ShouldHaveSingleItem().Outcome.ShouldBe("lost");
    }

    [Fact]
    public async Task Tokens_and_keys_fail_on_demand()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Teams.Faults.Next("token", Fault.Answering(503));

        (await bot.LogInAsync()).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await bot.LogInAsync()).Status.ShouldBe(HttpStatusCode.OK);
    }
}
