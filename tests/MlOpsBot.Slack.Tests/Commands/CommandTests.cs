using System.Text.Json;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Tests.Requests;

namespace MlOpsBot.Slack.Tests.Commands;

public sealed class CommandTests : IAsyncLifetime
{
    private SlackSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SlackSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_question_is_answered_privately_with_the_whole_card_and_a_way_to_share_it()
    {
        var reply = await _site.CommandAsync("who owns model monitoring?");
        reply.GetProperty("response_type").GetString().ShouldBe("ephemeral");
        reply.GetProperty("text").GetString()!.ShouldContain("Monitoring");
        reply.GetProperty("blocks").GetArrayLength().ShouldBeGreaterThan(2);
        reply.GetRawText().ShouldContain("\"share\"");
        (await _site.RecordedAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", CommandVerb.Help, "")]
    [InlineData("   ", CommandVerb.Help, "")]
    [InlineData("?", CommandVerb.Help, "")]
    [InlineData(" HELP ", CommandVerb.Help, "")]
    [InlineData("roles", CommandVerb.Roles, "roles")]
    [InlineData(" Roles", CommandVerb.Roles, "Roles")]
    [InlineData("settings", CommandVerb.Settings, "settings")]
    [InlineData("compare Data Engineer, ML Engineer", CommandVerb.Ask, "compare Data Engineer and ML Engineer")]
    [InlineData("Compare  a ,b", CommandVerb.Ask, "compare a and b")]
    [InlineData("compare a and b", CommandVerb.Ask, "compare a and b")]
    [InlineData("compare a, b, c", CommandVerb.Ask, "compare a, b, c")]
    [InlineData("compare ,", CommandVerb.Ask, "compare ,")]
    [InlineData("compare", CommandVerb.Compare, "compare")]
    [InlineData("a vs b", CommandVerb.Ask, "a vs b")]
    [InlineData("help me with drift", CommandVerb.Ask, "help me with drift")]
    [InlineData("settings of what?", CommandVerb.Ask, "settings of what?")]
    [InlineData("frobnicate", CommandVerb.Ask, "frobnicate")]
    public void A_few_words_are_verbs_and_everything_else_is_a_question(string text, CommandVerb verb, string question)
        => CommandWords.Read(text).ShouldBe(new CommandWords(verb, question));

    [Theory]
    [InlineData("compare data engineer, ml engineer")]
    [InlineData("compare data engineer and ml engineer")]
    [InlineData("data engineer vs ml engineer")]
    public async Task Two_roles_are_compared_however_one_says_it(string text)
        => (await _site.CommandAsync(text)).GetProperty("blocks").EnumerateArray().ShouldContain(block => block.GetProperty("type").GetString() == "table");

    [Fact]
    public async Task Help_roles_and_nothing_at_all_show_what_there_is()
    {
        var help = (await _site.CommandAsync("help")).GetProperty("text").GetString();
        (await _site.CommandAsync("")).GetProperty("text").GetString().ShouldBe(help);
        (await _site.CommandAsync("roles")).GetProperty("text").GetString()!.ShouldContain("roles");
    }

    [Theory]
    [InlineData("frobnicate the wug")]
    [InlineData("<!channel> <@U123|x> <https://example.com|y> & < >")]
    [InlineData("&lt;script&gt; %00 \u0000 😀")]
    public async Task Whatever_is_typed_is_answered_and_never_becomes_markup(string text)
    {
        var reply = await _site.CommandAsync(text);
        reply.GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
        reply.GetRawText().ShouldNotContain("<!channel>");
        reply.GetRawText().ShouldNotContain("<@U123");
    }

    [Fact]
    public async Task A_follow_up_is_understood_for_ten_minutes_by_who_asked_and_where()
    {
        await _site.CommandAsync("what does a data engineer do?");
        (await SkillsAsync("U1", "C1")).ShouldContain("Data Engineer");
        (await SkillsAsync("U2", "C1")).ShouldNotContain("Data Engineer");
        (await SkillsAsync("U1", "C2")).ShouldNotContain("Data Engineer");

        _site.Time.Advance(TimeSpan.FromMinutes(10));
        (await SkillsAsync("U1", "C1")).ShouldNotContain("Data Engineer");

        async Task<string> SkillsAsync(string user, string channel) => (await _site.CommandAsync("and what skills does she need?", user, channel)).GetProperty("text").GetString()!;
    }

    [Fact]
    public async Task Settings_are_shown_by_whoever_keeps_them_and_said_to_have_failed_where_they_take_too_long()
    {
        _site.Settings = (command, _) => Task.FromResult(new SlackMessage($"rules of {command.ChannelId}", []));
        (await _site.CommandAsync("settings")).GetProperty("text").GetString().ShouldBe("rules of C1");

        _site.Settings = (_, _) => throw new Storage.StorageException(Storage.StorageFailure.Busy, "The database is busy.");
        (await _site.CommandAsync("settings")).GetProperty("text").GetString()!.ShouldContain("Something went wrong");

        var started = new TaskCompletionSource();
        _site.Settings = async (_, cancellation) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("not reached");
        };
        var waiting = _site.CommandAsync("settings");
        await started.Task;
        _site.Time.Advance(SlashAnswers.Patience);
        (await waiting).GetProperty("text").GetString()!.ShouldContain("Something went wrong");
    }

    [Fact]
    public async Task Another_name_of_the_command_and_a_workspace_without_installation_make_no_difference()
    {
        using var response = await _site.PostAsync("/slack/commands", "team_id=T7&enterprise_id=&channel_id=C1&user_id=U1&command=%2Fwho-owns&text=data+quality");
        var reply = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        reply.GetProperty("text").GetString()!.ShouldContain("Data Quality", Case.Insensitive);
    }
}
