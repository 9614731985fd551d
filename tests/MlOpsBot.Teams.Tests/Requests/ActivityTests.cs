using System.Text.Json.Nodes;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>What activities are taken for, at the real address.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    private TeamsSite _site = null!;

    private string Bot => _site.Teams.BotId;

    public async ValueTask InitializeAsync() => _site = await TeamsSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_personal_message_is_a_question_with_all_that_an_answer_needs()
    {
        var question = (await OneAsync(activity => activity["recipient"]!["name"] = "The bot")).ShouldBeOfType<QuestionAsked>();
        question.Text.ShouldBe("who owns model monitoring?");
        question.Actor.ShouldBe(new TeamsActor(_site.Teams.Robin.Id, _site.Teams.Robin.AadObjectId, _site.Teams.Robin.Name) { TimeZone = "UTC" });
        question.Place.ShouldBe(new TeamsPlace(_site.Teams.Options.TenantId, _site.Teams.ServiceUrl, question.Place.ConversationId, ConversationKind.Personal, Bot) { BotName = "The bot" });
        question.ActivityId.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("<at>MlOpsBot</at>how do I?", "how do I?")]
    [InlineData("<at>MlOpsBot</at>&nbsp;who owns drift?\r\n", "who owns drift?")]
    [InlineData("<at>MlOpsBot</at>, who owns drift?", "who owns drift?")]
    [InlineData("who owns <at>MlOpsBot</at> drift", "who owns drift")]
    [InlineData("<at>MlOpsBot</at> <at>MlOpsBot</at>", "")]
    [InlineData("<at>MlOpsBot</at>", "")]
    [InlineData("<at id=\"0\">MlOpsBot</at> help", "help")]
    [InlineData("<AT>mlopsbot</AT> help", "help")]
    [InlineData("<at>MlOpsBot</at> does <at>Kim O&apos;Hara</at> own it?", "does Kim O'Hara own it?")]
    [InlineData("<p><at>MlOpsBot</at> <b>data</b> <i>engineer</i></p><p>skills</p>", "data engineer skills")]
    [InlineData("<at>MlOpsBot</at> a<br/>b<br>c", "a b c")]
    [InlineData("<at>MlOpsBot</at> R&amp;D &lt;b&gt; &#39;x&#39; &quot;y&quot;", "R&D <b> 'x' \"y\"")]
    [InlineData("<at>MlOpsBot</at> if a<b and c>d or <unknown> <", "if a<b and c>d or <unknown> <")]
    [InlineData("<at>MlOpsBot</at> x <at>", "x")]
    [InlineData("<at>MlOpsBot</at> x <p", "x <p")]
    [InlineData("<at>MlOpsBot</at>\u00a0\u200b\ufeff\tx\u2003y\n\nz", "x y z")]
    [InlineData("<at>MlOpsBot</at> <a href=\"https://example.com/?a=1&amp;b=2\">data drift</a>", "data drift")]
    public async Task Mentions_of_the_bot_and_mark_up_are_taken_out(string text, string expected)
        => (await OneAsync(activity => Mention(activity, text))).ShouldBeOfType<QuestionAsked>().Text.ShouldBe(expected);

    [Fact]
    public async Task A_mention_is_told_by_its_id_and_taken_out_as_it_is_written()
    {
        var question = await OneAsync(activity =>
        {
            Mention(activity, "<at>Ops (test)</at>help <at>Ops</at>", "<at>Ops (test)</at>");
            activity["recipient"]!.AsObject().Remove("name");
        });
        question.ShouldBeOfType<QuestionAsked>().Text.ShouldBe("help Ops");
    }

    [Theory]
    [InlineData("groupChat", ConversationKind.Group)]
    [InlineData("channel", ConversationKind.Channel)]
    [InlineData("meeting", ConversationKind.Group)]
    public async Task Where_others_are_only_what_mentions_the_bot_is_a_question(string type, ConversationKind kind)
    {
        (await NothingAsync(activity => In(activity, type))).ShouldBeTrue();
        (await NothingAsync(activity =>
        {
            In(activity, type);
            Mention(activity, "<at>Kim</at> who owns drift?", "<at>Kim</at>", "29:kim");
        })).ShouldBeTrue();
        (await OneAsync(activity =>
        {
            In(activity, type);
            Mention(activity, "<at>MlOpsBot</at> drift");
        })).Place.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_question_in_a_channel_keeps_its_thread_team_and_channel()
    {
        var place = (await OneAsync(activity =>
        {
            In(activity, "channel");
            activity["conversation"]!["id"] = "19:abc@thread.tacv2;messageid=1700000000001";
            activity["channelData"] = new JsonObject
            {
                ["tenant"] = new JsonObject { ["id"] = "tenant-1" },
                ["team"] = new JsonObject { ["id"] = "19:team@thread.tacv2" },
                ["teamsChannelId"] = "19:abc@thread.tacv2",
            };
            Mention(activity, "<at>MlOpsBot</at> drift");
        })).Place;
        place.ConversationId.ShouldBe("19:abc@thread.tacv2;messageid=1700000000001");
        (place.TenantId, place.TeamId, place.ChannelId).ShouldBe(("tenant-1", "19:team@thread.tacv2", "19:abc@thread.tacv2"));
    }

    [Fact]
    public async Task A_button_of_an_older_client_is_a_press_and_others_buttons_are_nothing()
    {
        var data = JsonNode.Parse("""{"verb":"open","b":{"t":"role:data-engineer","k":"1"},"back":"topic:mlops"}""")!;
        var press = (await OneAsync(activity => Submit(activity, data.DeepClone()))).ShouldBeOfType<CardSubmitted>();
        press.ReplyToId.ShouldBe("1700000000009");
        press.Action.Verb.ShouldBe("open");
        press.Action.Button!.Target.ShouldBe("role:data-engineer");
        press.Action.Back.ShouldBe("topic:mlops");

        // As some clients send it: JSON in a text.
        (await OneAsync(activity => Submit(activity, data.ToJsonString()))).ShouldBeOfType<CardSubmitted>().Action.Verb.ShouldBe("open");
        (await NothingAsync(activity => Submit(activity, new JsonObject { ["kind"] = "submit", ["qid"] = "42" }))).ShouldBeTrue();
        (await NothingAsync(activity => Submit(activity, 7))).ShouldBeTrue();

        // A button that types for its user is what it types.
        (await OneAsync(activity => { Submit(activity, new JsonObject { ["x"] = 1 }); activity["text"] = "roles"; })).ShouldBeOfType<QuestionAsked>().Text.ShouldBe("roles");
    }

    [Fact]
    public async Task A_card_that_somebody_puts_into_the_chat_without_a_word_asks_nothing()
    {
        (await NothingAsync(activity => Insert(activity, ""))).ShouldBeTrue();
        (await NothingAsync(activity =>
        {
            Insert(activity, "<span class=\"inline-compose-card\" itemid=\"0\" itemtype=\"http://schema.skype.com/InputExtension\"> </span>");
            activity.Remove("attachments");
        })).ShouldBeTrue();

        (await OneAsync(activity => Insert(activity, "who owns this one?"))).ShouldBeOfType<QuestionAsked>().Text.ShouldBe("who owns this one?");
    }

    [Theory]
    [InlineData("messageUpdate")]
    [InlineData("messageDelete")]
    [InlineData("messageReaction")]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("endOfConversation")]
    [InlineData("somethingNew")]
    public async Task What_is_not_used_is_acknowledged_and_left_alone(string type)
        => (await NothingAsync(activity => { activity["type"] = type; activity.Remove("from"); activity.Remove("recipient"); })).ShouldBeTrue();

    [Fact]
    public async Task Bots_are_not_answered_and_neither_is_the_bot_itself()
    {
        (await NothingAsync(activity => activity["from"]!["id"] = Bot)).ShouldBeTrue();
        (await NothingAsync(activity => activity["from"]!["id"] = "28:another")).ShouldBeTrue();
        (await NothingAsync(activity => activity["from"]!["role"] = "bot")).ShouldBeTrue();
    }

    [Fact]
    public async Task Installs_are_told_in_two_ways_and_removals_too()
    {
        (await OneAsync(activity => Installation(activity, "add"))).ShouldBeOfType<BotAdded>().Actor!.Id.ShouldBe(_site.Teams.Robin.Id);
        (await OneAsync(activity => Installation(activity, "remove"))).ShouldBeOfType<BotRemoved>();
        (await OneAsync(activity => Members(activity, "membersAdded", "29:kim", Bot))).ShouldBeOfType<BotAdded>();
        (await OneAsync(activity => Members(activity, "membersRemoved", Bot))).ShouldBeOfType<BotRemoved>();
        (await OneAsync(activity => { Members(activity, "x"); activity["channelData"]!["eventType"] = "teamDeleted"; })).ShouldBeOfType<BotRemoved>();
        (await OneAsync(activity => { Installation(activity, "add"); activity.Remove("from"); })).ShouldBeOfType<BotAdded>().Actor.ShouldBeNull();

        (await NothingAsync(activity => Installation(activity, "add-upgrade"))).ShouldBeTrue();
        (await NothingAsync(activity => Installation(activity, "remove-upgrade"))).ShouldBeTrue();
        (await NothingAsync(activity => Members(activity, "membersAdded", "29:kim"))).ShouldBeTrue();
        (await NothingAsync(activity => { Members(activity, "x"); activity["channelData"]!["eventType"] = "channelRenamed"; })).ShouldBeTrue();
    }

    [Fact]
    public async Task An_install_is_a_channels_and_not_a_threads()
        => (await OneAsync(activity =>
        {
            Installation(activity, "add");
            In(activity, "channel");
            activity["conversation"]!["id"] = "19:abc@thread.tacv2;messageid=1700000000001";
        })).Place.ConversationId.ShouldBe("19:abc@thread.tacv2");

    [Fact]
    public async Task A_message_of_many_brackets_is_read_in_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var piece in (string[])["<b ", "<at>", "</at", "<", "&lt;", "<at>MlOpsBot"])
        {
            var text = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));
            (await OneAsync(activity => Mention(activity, text))).ShouldBeOfType<QuestionAsked>();
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    private static void Insert(JsonObject activity, string text)
    {
        activity["text"] = text;
        activity["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["content"] = new JsonObject() });
    }

    private async Task<TeamsWork> OneAsync(Action<JsonObject> change)
    {
        (await _site.StatusAsync(forged => change(forged.Activity))).ShouldBe(200);
        return (await _site.WorkAsync()).ShouldHaveSingleItem();
    }

    private async Task<bool> NothingAsync(Action<JsonObject> change)
    {
        (await _site.StatusAsync(forged => change(forged.Activity))).ShouldBe(200);
        return (await _site.WorkAsync()).Count == 0;
    }

    private void Mention(JsonObject activity, string text, string written = "<at>MlOpsBot</at>", string? id = null)
    {
        activity["text"] = text;
        activity["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "mention",
            ["mentioned"] = new JsonObject { ["id"] = id ?? Bot, ["name"] = "MlOpsBot" },
            ["text"] = written,
        });
    }

    private static void In(JsonObject activity, string type)
    {
        activity["conversation"]!["conversationType"] = type;
        activity["conversation"]!["isGroup"] = true;
    }

    private static void Submit(JsonObject activity, JsonNode value)
    {
        activity.Remove("text");
        activity["replyToId"] = "1700000000009";
        activity["value"] = value;
    }

    private static void Installation(JsonObject activity, string action)
    {
        activity["type"] = "installationUpdate";
        activity["action"] = action;
    }

    private static void Members(JsonObject activity, string list, params string[] ids)
    {
        activity["type"] = "conversationUpdate";
        activity[list] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);
    }
}
