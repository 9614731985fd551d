using System.Net;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.Requests;

public sealed class EventTests : IAsyncLifetime
{
    private SlackSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SlackSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_mention_is_a_question_of_its_own_thread()
    {
        await SendAsync("""{"type":"app_mention","user":"U1","user_team":"T1","channel":"C1","ts":"1.2","text":"<@U0BOT> who owns it?"}""");

        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Workspace.ShouldBe(new WorkspaceKey("slack", "T1"));
        (recorded.EventId, recorded.Kind, recorded.Conversation).ShouldBe(("Ev1", "question", "C1:1.2"));
        Read(recorded).ShouldBe(new QuestionAsked(new SlackActor("U1", "T1"), "C1", ChannelKind.Channel, "1.2", null, "<@U0BOT> who owns it?", IsMention: true));
    }

    [Fact]
    public async Task A_mention_in_a_thread_belongs_to_the_thread()
    {
        await SendAsync("""{"type":"app_mention","user":"U1","channel":"C1","ts":"1.9","thread_ts":"1.2","text":"<@U0BOT> and she?"}""");
        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Conversation.ShouldBe("C1:1.2");
        Read(recorded).ShouldBeOfType<QuestionAsked>().ThreadTs.ShouldBe("1.2");
    }

    [Fact]
    public async Task A_mention_that_comes_as_a_message_too_counts_once_whichever_comes_first()
    {
        const string Message = """{"type":"message","channel_type":"channel","user":"U1","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}""";
        const string Mention = """{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}""";
        await SendAsync(Message, "Ev1");
        await SendAsync(Mention, "Ev2");
        var first = (await _site.WorkAsync()).ShouldHaveSingleItem();
        first.ShouldBeOfType<QuestionAsked>().IsMention.ShouldBeTrue();

        await SendAsync(Mention.Replace("1.2", "1.3"), "Ev3");
        await SendAsync(Message.Replace("1.2", "1.3"), "Ev4");
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<QuestionAsked>().Ts.ShouldBe("1.3");
    }

    [Theory]
    [InlineData("im", "D1", ChannelKind.Direct, "D1")]
    [InlineData("im", "D1\",\"thread_ts\":\"1.1", ChannelKind.Direct, "D1:1.1")]
    public async Task A_direct_message_is_a_question(string type, string channel, ChannelKind kind, string conversation)
    {
        await SendAsync($$"""{"type":"message","channel_type":"{{type}}","user":"U1","channel":"{{channel}}","ts":"1.2","text":"who owns it?"}""");
        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Conversation.ShouldBe(conversation);
        Read(recorded).ShouldBeOfType<QuestionAsked>().ChannelKind.ShouldBe(kind);
    }

    [Theory]
    [InlineData("channel")]
    [InlineData("group")]
    [InlineData("mpim")]
    public async Task A_message_of_several_people_counts_in_a_thread_or_with_a_mention(string type)
    {
        var message = $$"""{"type":"message","channel_type":"{{type}}","user":"U1","channel":"C1","ts":"1.2","text":"who owns it?"}""";
        await SendAsync(message, "Ev1");
        (await _site.WorkAsync()).ShouldBeEmpty();

        await SendAsync(message.Replace("who", "<@U0BOT|bot> who"), "Ev2");
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<QuestionAsked>().IsMention.ShouldBeTrue();

        await SendAsync(message.Replace("\"ts\":\"1.2\"", "\"ts\":\"1.7\",\"thread_ts\":\"1.2\""), "Ev3");
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<QuestionAsked>().IsMention.ShouldBeFalse();
    }

    [Fact]
    public async Task Somebody_else_whose_id_begins_like_the_bots_is_not_the_bot()
    {
        await SendAsync("""{"type":"message","channel_type":"channel","user":"U1","channel":"C1","ts":"1.2","text":"<@U0BOTTOM> who?"}""");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"bot_id\":\"B1\",\"user\":\"U1\"")]
    [InlineData("\"subtype\":\"bot_message\",\"user\":\"U1\"")]
    [InlineData("\"user\":\"U0BOT\"")]
    [InlineData("\"user\":\"USLACKBOT\"")]
    [InlineData("\"subtype\":\"message_changed\",\"user\":\"U1\"")]
    [InlineData("\"subtype\":\"message_deleted\",\"user\":\"U1\"")]
    [InlineData("\"subtype\":\"message_replied\",\"user\":\"U1\"")]
    [InlineData("\"subtype\":\"channel_join\",\"user\":\"U1\"")]
    [InlineData("\"subtype\":\"assistant_app_thread\",\"user\":\"U1\"")]
    [InlineData("\"hidden\":true,\"user\":\"U1\"")]
    [InlineData("\"edited\":{\"user\":\"U1\",\"ts\":\"1.3\"},\"user\":\"U1\"")]
    [InlineData("\"nobody\":1")]
    public async Task What_no_person_asks_is_acknowledged_and_leaves_no_row(string members)
    {
        await SendAsync($$"""{"type":"message","channel_type":"im",{{members}},"channel":"D1","ts":"1.2","text":"hello"}""");
        await SendAsync($$"""{"type":"app_mention",{{members}},"channel":"C1","ts":"1.2","text":"<@U0BOT> hello"}""", "Ev2");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_message_without_words_is_none(string text)
    {
        await SendAsync($$"""{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.2","text":"{{text}}"}""");
        await SendAsync("""{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.3"}""", "Ev2");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("file_share", null)]
    [InlineData("thread_broadcast", "1.1")]
    public async Task A_caption_and_a_reply_shown_in_the_channel_are_what_somebody_typed(string subtype, string? thread)
    {
        var inThread = thread is null ? "" : $"\"thread_ts\":\"{thread}\",";
        await SendAsync($$"""{"type":"message","subtype":"{{subtype}}",{{inThread}}"channel_type":"im","user":"U1","channel":"D1","ts":"1.2","text":"who?"}""");
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<QuestionAsked>().ThreadTs.ShouldBe(thread);
    }

    [Fact]
    public async Task Opening_the_Home_tab_and_the_Messages_tab_is_work_and_any_other_is_not()
    {
        await SendAsync("""{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home","view":{"id":"V1"}}""", "Ev1");
        await SendAsync("""{"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages"}""", "Ev2");
        await SendAsync("""{"type":"app_home_opened","user":"U1","channel":"D1","tab":"about"}""", "Ev3");
        (await _site.WorkAsync()).ShouldBe([new HomeOpened(new SlackActor("U1")), new MessagesTabOpened(new SlackActor("U1"), "D1")]);
    }

    [Fact]
    public async Task An_installation_ends_when_it_is_uninstalled_or_the_bots_own_token_is_revoked()
    {
        await SendAsync("""{"type":"app_uninstalled"}""", "Ev1");
        await SendAsync("""{"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":[]}}""", "Ev2");
        await SendAsync("""{"type":"tokens_revoked","tokens":{"oauth":["U1"]}}""", "Ev3");
        await SendAsync("""{"type":"tokens_revoked","tokens":{"bot":["U0BOT"]}}""", "Ev4");
        (await _site.WorkAsync()).ShouldBe([new InstallationEnded("app_uninstalled"), new InstallationEnded("tokens_revoked")]);
    }

    [Fact]
    public async Task In_a_channel_that_workspaces_share_an_event_is_for_whom_it_is_authorized()
    {
        using var response = await _site.EventAsync(
            """
            {"type":"event_callback","event_id":"Ev1","team_id":"T9","is_ext_shared_channel":true,
             "authorizations":[{"enterprise_id":null,"team_id":"T1","user_id":"U0BOT","is_bot":true,"is_enterprise_install":false}],
             "event":{"type":"app_mention","user":"U8","user_team":"T9","source_team":"T9","team":"T9","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}}
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Workspace.Id.ShouldBe("T1");
        Read(recorded).ShouldBeOfType<QuestionAsked>().Actor.ShouldBe(new SlackActor("U8", "T9"));
    }

    [Fact]
    public async Task Another_organization_that_a_channel_is_shared_with_answers_no_events_of_ours()
    {
        using var response = await _site.EventAsync(
            """
            {"type":"event_callback","event_id":"Ev1","team_id":"T9","enterprise_id":"E1","is_ext_shared_channel":true,
             "authorizations":[{"enterprise_id":null,"team_id":"T7","user_id":"U0BOT","is_bot":true,"is_enterprise_install":false}],
             "event":{"type":"app_mention","user":"U8","team":"T9","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}}
            """);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.RecordedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_an_organization_installed_the_bot_its_workspaces_are_one()
    {
        using var response = await _site.EventAsync(
            """
            {"type":"event_callback","event_id":"Ev1","team_id":"T5","enterprise_id":"E1",
             "authorizations":[{"enterprise_id":"E1","team_id":null,"user_id":"U0BOT","is_bot":true,"is_enterprise_install":true}],
             "event":{"type":"app_mention","user":"U8","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}}
            """);
        (await _site.RecordedAsync()).ShouldHaveSingleItem().Workspace.Id.ShouldBe("E1");
    }

    [Fact]
    public async Task What_comes_from_where_the_bot_is_not_installed_is_acknowledged_and_left_alone()
    {
        using var response = await _site.EventAsync(
            """{"type":"event_callback","event_id":"Ev1","team_id":"T7","event":{"type":"app_mention","user":"U8","channel":"C1","ts":"1.2","text":"<@U0BOT> who?"}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.RecordedAsync()).ShouldBeEmpty();
        _site.Log.Ours[^1].Text.ShouldBe("Something came from workspace T7, where the bot is not installed; it is left alone");
    }

    [Fact]
    public async Task While_the_bots_own_user_is_unknown_only_what_Slack_calls_a_mention_is_one()
    {
        _site.Find = (_, _, _) => Task.FromResult<WorkspaceAccess?>(new WorkspaceAccess(new WorkspaceKey("slack", "T1"), new Secret("x"), null, null));
        await SendAsync("""{"type":"message","channel_type":"channel","user":"U1","channel":"C1","ts":"1.2","thread_ts":"1.1","text":"<@U0BOT> who?"}""", "Ev1");
        (await _site.WorkAsync()).ShouldBeEmpty();
        await SendAsync("""{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","thread_ts":"1.1","text":"<@U0BOT> who?"}""", "Ev2");
        (await _site.WorkAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Events_that_the_bot_has_no_use_for_are_acknowledged()
    {
        await SendAsync("""{"type":"reaction_added","user":"U1"}""");
        await SendAsync("""{"type":"team_join","user":{"id":"U1"}}""", "Ev2");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    private async Task SendAsync(string inner, string id = "Ev1")
    {
        using var response = await _site.EventAsync($$"""{"token":"x","type":"event_callback","event_id":"{{id}}","team_id":"T1","api_app_id":"A1","event":{{inner}}}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static SlackWork Read(Storage.Inbox.IncomingEvent recorded)
        => System.Text.Json.JsonSerializer.Deserialize(recorded.Payload, SlackWorkJson.Default.SlackWork)!;
}
