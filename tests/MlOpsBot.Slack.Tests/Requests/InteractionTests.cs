using System.Net;
using MlOpsBot.Slack.Conversing;

namespace MlOpsBot.Slack.Tests.Requests;

public sealed class InteractionTests : IAsyncLifetime
{
    private const string Button = """{"type":"button","action_id":"open:0","block_id":"b","value":"{\"k\":\"1\"}","action_ts":"1700000000.100000"}""";

    private SlackSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SlackSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_button_in_a_message_is_recorded_with_where_it_stands()
    {
        await PressAsync(Button);
        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Kind.ShouldBe("button");
        Read(recorded).ShouldBe(new ButtonPressed(
            new SlackActor("U1", "T1"), "open:0", "{\"k\":\"1\"}", "1700000000.100000",
            new SlackSurface("C1", "1.5", "1.2", IsEphemeral: true, null, null, IsHome: false), "13.1", "https://hooks.slack.com/actions/1"));
    }

    [Theory]
    [InlineData("""{"type":"feedback_buttons","action_id":"x","value":"up{}","action_ts":"1.1"}""", "up{}")]
    [InlineData("""{"type":"static_select","action_id":"x","selected_option":{"text":{"type":"plain_text","text":"A"},"value":"a"},"action_ts":"1.1"}""", "a")]
    [InlineData("""{"type":"static_select","action_id":"x","selected_option":null,"action_ts":"1.1"}""", "")]
    [InlineData("""{"type":"overflow","action_id":"x","selected_option":{"value":"o"},"action_ts":"1.1"}""", "o")]
    [InlineData("""{"type":"checkboxes","action_id":"x","selected_options":[{"value":"a"},{"value":"b"}],"action_ts":"1.1"}""", "a,b")]
    [InlineData("""{"type":"channels_select","action_id":"x","selected_channel":"C7","action_ts":"1.1"}""", "C7")]
    public async Task Whatever_can_be_chosen_has_a_value(string action, string value)
    {
        await PressAsync(action);
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<ButtonPressed>().Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("1700000000.100000", "1700000000.900000", 1)]
    [InlineData("1700000002.999000", "1700000003.001000", 1)]
    [InlineData("1700000001.400000", "1700000001.600000", 1)]
    [InlineData("1700000000.000000", "1700000001.499000", 1)]
    [InlineData("1700000000.000000", "1700000003.100000", 2)]
    public async Task Two_clicks_in_a_moment_are_one(string first, string second, int presses)
    {
        await PressAsync(Button.Replace("1700000000.100000", first));
        await PressAsync(Button.Replace("1700000000.100000", second));
        (await _site.WorkAsync()).Count.ShouldBe(presses);
    }

    [Fact]
    public async Task Two_clicks_on_different_things_are_two()
    {
        await PressAsync(Button);
        await PressAsync(Button.Replace("open:0", "open:1"));
        await PressAsync(Button.Replace("\\\"1\\\"", "\\\"2\\\""));
        await PressAsync(Button, user: "U2");
        await PressAsync(Button, message: "1.6");
        (await _site.WorkAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_is_chosen_from_a_menu_and_chosen_back_counts_each_time()
    {
        const string Menu = """{"type":"static_select","action_id":"m","selected_option":{"value":"a"},"action_ts":"1700000000.1"}""";
        await PressAsync(Menu);
        await PressAsync(Menu.Replace("\"a\"", "\"b\"").Replace(".1", ".5"));
        await PressAsync(Menu.Replace(".1", ".9"));
        (await _site.WorkAsync()).Select(work => ((ButtonPressed)work).Value).ShouldBe(["a", "b", "a"]);
    }

    [Theory]
    [InlineData("""{"type":"feedback_buttons","action_id":"thumb","value":"up","action_ts":"1700000000.1"}""")]
    [InlineData("""{"type":"button","action_id":"thumb:up","value":"up","action_ts":"1700000000.1"}""")]
    public async Task A_mind_that_is_changed_and_changed_back_at_once_counts_each_time(string thumb)
    {
        await PressAsync(thumb);
        await PressAsync(thumb.Replace("\"up\"", "\"down\"").Replace("thumb:up", "thumb:down").Replace(".1", ".5"));
        await PressAsync(thumb.Replace(".1", ".9"));
        (await _site.WorkAsync()).Select(work => ((ButtonPressed)work).Value).ShouldBe(["up", "down", "up"]);
    }

    [Fact]
    public async Task A_button_that_is_a_link_needs_nothing()
    {
        await PressAsync("""{"type":"button","action_id":"x","url":"https://example.com","action_ts":"1.1"}""");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_button_of_the_Home_tab_or_a_modal_stands_in_its_view()
    {
        using var home = await _site.InteractionAsync(
            $$$"""
            {"type":"block_actions","user":{"id":"U1","team_id":"T1"},"team":{"id":"T1","domain":"t"},"enterprise":null,"trigger_id":"13.1",
             "container":{"type":"view","view_id":"V1"},"view":{"id":"V1","type":"home","hash":"h1","state":{"values":{}} },"actions":[{{{Button}}}]}
            """);
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<ButtonPressed>().Surface
            .ShouldBe(new SlackSurface(null, null, null, IsEphemeral: false, "V1", "h1", IsHome: true));
    }

    [Fact]
    public async Task A_form_is_recorded_by_its_view_and_the_modal_closes()
    {
        const string Form =
            """
            {"type":"view_submission","user":{"id":"U1","team_id":"T1"},"team":{"id":"T1"},
             "view":{"id":"V1","hash":"h1","type":"modal","callback_id":"settings","private_metadata":"{\"c\":\"C1\"}","state":{"values":{
               "b1":{"settings:place":{"type":"radio_buttons","selected_option":{"value":"thread"}}},
               "b2":{"why:text":{"type":"plain_text_input","value":null}},
               "b3":{"note":{"type":"plain_text_input","value":"words"}}}}}}
            """;
        using var response = await _site.InteractionAsync(Form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.ShouldBe(0);
        using var again = await _site.InteractionAsync(Form);
        var form = (await _site.WorkAsync()).ShouldHaveSingleItem().ShouldBeOfType<FormSubmitted>();
        (form.Actor, form.CallbackId, form.ViewId, form.Metadata).ShouldBe((new SlackActor("U1", "T1"), "settings", "V1", "{\"c\":\"C1\"}"));
        form.Values.OrderBy(value => value.Key).Select(value => $"{value.Key}={value.Value}").ShouldBe(["note=words", "settings:place=thread", "why:text="]);
    }

    [Fact]
    public async Task A_word_why_that_is_too_long_stays_in_its_form_with_a_hint()
    {
        var form =
            """{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"view":{"id":"V1","hash":"h1","callback_id":"why","private_metadata":"","""
            + """ "state":{"values":{"b7":{"why:text":{"type":"plain_text_input","value":"WORDS"}}}}}}""".Replace("WORDS", new string('w', 1001));
        using var response = await _site.InteractionAsync(form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe("""{"response_action":"errors","errors":{"b7":"Please keep it within 1000 characters."}}""");
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_message_shortcut_takes_the_message_it_was_used_on()
    {
        const string Shortcut =
            """
            {"type":"message_action","callback_id":"who_owns_this","trigger_id":"13.1","action_ts":"1700000000.1","message_ts":"1.5","response_url":"https://hooks.slack.com/app/1",
             "team":{"id":"T1"},"user":{"id":"U1","team_id":"T1"},"channel":{"id":"C1"},"message":{"type":"message","user":"U2","ts":"1.5","thread_ts":"1.2","text":"drift &amp; all"}}
            """;
        using var response = await _site.InteractionAsync(Shortcut);
        using var twice = await _site.InteractionAsync(Shortcut.Replace("1700000000.1", "1700000000.6"));
        using var other = await _site.InteractionAsync(Shortcut.Replace("who_owns_this", "something_else").Replace("1.5", "1.6"));
        (await _site.WorkAsync()).ShouldHaveSingleItem()
            .ShouldBe(new MessagePointedAt(new SlackActor("U1", "T1"), "C1", "1.5", "1.2", "drift &amp; all", "https://hooks.slack.com/app/1"));
    }

    [Theory]
    [InlineData("""{"type":"view_closed","user":{"id":"U1"},"team":{"id":"T1"},"view":{"id":"V1"}}""")]
    [InlineData("""{"type":"shortcut","callback_id":"x","user":{"id":"U1"},"team":{"id":"T1"}}""")]
    [InlineData("""{"type":"block_suggestion","user":{"id":"U1"},"team":{"id":"T1"}}""")]
    public async Task Other_interactions_are_acknowledged(string payload)
    {
        using var response = await _site.InteractionAsync(payload);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.WorkAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_that_cannot_be_recorded_shows_Slacks_own_sign_of_failure()
    {
        _site.Find = (_, _, _) => throw new Storage.StorageException(Storage.StorageFailure.Full, "The disk is full.");
        using var response = await _site.InteractionAsync(PayloadOf(Button, "U1", "1.5"));
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Where_an_organization_installed_the_bot_a_press_outside_of_any_workspace_is_its()
    {
        using var response = await _site.InteractionAsync(
            $$$"""
            {"type":"block_actions","user":{"id":"U1","team_id":"T5"},"team":null,"enterprise":{"id":"E1","name":"e"},"is_enterprise_install":true,"trigger_id":"13.1",
             "container":{"type":"view","view_id":"V1"},"view":{"id":"V1","type":"home","hash":"h1"},"actions":[{{{Button}}}]}
            """);
        (await _site.RecordedAsync()).ShouldHaveSingleItem().Workspace.Id.ShouldBe("E1");
    }

    [Fact]
    public async Task A_form_that_somebody_of_another_workspace_was_shown_in_a_shared_channel_is_the_bots_own()
    {
        using var response = await _site.InteractionAsync(
            """
            {"type":"view_submission","user":{"id":"U8","team_id":"T9"},"team":{"id":"T9"},"enterprise":{"id":"E1"},
             "view":{"id":"V1","hash":"h1","type":"modal","callback_id":"why","private_metadata":"","app_installed_team_id":"T1","state":{"values":{}}}}
            """);
        var recorded = (await _site.RecordedAsync()).ShouldHaveSingleItem();
        recorded.Workspace.Id.ShouldBe("T1");
        Read(recorded).ShouldBeOfType<FormSubmitted>().Actor.ShouldBe(new SlackActor("U8", "T9"));
    }

    private async Task PressAsync(string action, string user = "U1", string message = "1.5")
    {
        using var response = await _site.InteractionAsync(PayloadOf(action, user, message));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static string PayloadOf(string action, string user, string message) =>
        $$$"""
        {"type":"block_actions","user":{"id":"{{{user}}}","team_id":"T1"},"team":{"id":"T1","domain":"t"},"api_app_id":"A1","trigger_id":"13.1",
         "container":{"type":"message","message_ts":"{{{message}}}","channel_id":"C1","is_ephemeral":true,"thread_ts":"1.2"},"channel":{"id":"C1","name":"c"},
         "message":{"ts":"{{{message}}}"},"response_url":"https://hooks.slack.com/actions/1","actions":[{{{action}}}]}
        """;

    private static SlackWork Read(Storage.Inbox.IncomingEvent recorded)
        => System.Text.Json.JsonSerializer.Deserialize(recorded.Payload, SlackWorkJson.Default.SlackWork)!;
}
