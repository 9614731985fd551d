using System.Net;
using System.Text.Json.Nodes;

namespace MlOpsBot.Teams.Tests.FakeTeams.Tests;

/// <summary>Each documented rule bites.</summary>
public sealed class RuleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private const string Long = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    [Theory]
    [InlineData("", "", "")]
    [InlineData("client_id", "somebody", "400 AADSTS700016")]
    [InlineData("client_secret", "its-id", "401 AADSTS7000215")]
    [InlineData("scope", "https://graph.microsoft.com/.default", "400 AADSTS70011")]
    [InlineData("grant_type", "password", "400 AADSTS70003")]
    [InlineData("tenant", "elsewhere", "400 AADSTS90002")]
    [InlineData("expired", "", "401 AADSTS7000222")]
    public async Task A_token_is_given_for_the_right_credentials_alone(string name, string value, string refusal)
    {
        await using var bot = await RawBot.StartAsync();
        bot.Teams.Login.IsSecretExpired = name == "expired";

        var given = name switch
        {
            "tenant" => await bot.LogInAsync(tenant: value),
            "" or "expired" => await bot.LogInAsync(),
            _ => await bot.LogInAsync(name, value),
        };

        (given.Body.Text("access_token").Length > 0).ShouldBe(refusal.Length == 0);
        $"{(int)given.Status} {given.Body.Text("error_description")}".ShouldStartWith(refusal.Length == 0 ? "200" : refusal);
    }

    [Fact]
    public async Task A_post_needs_a_token_that_was_given_and_lives()
    {
        var time = new ManualTime(Start);
        await using var bot = await RawBot.StartAsync(new FakeTeamsOptions { Time = time });
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Created);
        var token = bot.Token;
        bot.Token = "";
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        bot.Token = token + "x";
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        bot.Token = token;
        time.Advance(TimeSpan.FromMinutes(61));
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        bot.Token = (await bot.LogInAsync()).Body.Text("access_token");
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Created);
        bot.Teams.Login.RevokeAll();
        (await bot.PostAsync(RawBot.Text("hi"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        bot.Teams.World.BotPosts.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_left_or_blocked_takes_no_posts()
    {
        await using var bot = await RawBot.StartAsync();
        var group = bot.Teams.Group;
        (await bot.PostAsync(RawBot.Text("hi"), "19:nobody@thread.v2")).Said.ShouldBe("404 ConversationNotFound");
        (await bot.PostAsync(RawBot.Text("hi"), group.Id)).Said.ShouldBe("201");
        group.IsBlocked = true;
        (await bot.PostAsync(RawBot.Text("hi"), group.Id)).Said.ShouldBe("403 MessageWritesBlocked");
        group.HasBot = false;
        (await bot.PostAsync(RawBot.Text("hi"), group.Id)).Said.ShouldBe("403 BotNotInConversationRoster");
        group.IsGone = true;
        (await bot.PostAsync(RawBot.Text("hi"), group.Id)).Said.ShouldBe("404 ConversationNotFound");
        (await bot.PostAsync(new JsonObject { ["type"] = "typing" }, group.Id)).Said.ShouldBe("404 ConversationNotFound");
    }

    [Fact]
    public async Task Text_and_attachment_become_two_messages_and_no_id_comes_back()
    {
        await using var bot = await RawBot.StartAsync();

        var reply = await bot.PostAsync(RawBot.Card().With("text", "Look at this:"));

        (reply.Said, reply.Body.Text("id")).ShouldBe(("201", ""));
        bot.Teams.World.BotPosts.Select(message => (message.Text, message.Card is not null)).ShouldBe([("Look at this:", false), ("", true)]);
        (await bot.PostAsync(RawBot.Card())).Body.Text("id").ShouldBe(bot.Teams.World.BotPosts[^1].Id);
    }

    [Fact]
    public async Task A_payload_is_measured_in_UTF_16_and_a_card_in_UTF_8()
    {
        await using var bot = await RawBot.StartAsync();
        var frame = RawBot.Text("").ToJsonString().Length;

        (await bot.PostAsync(RawBot.Text(new string('x', (ActivityRules.MostBytes / 2) - frame)))).Said.ShouldBe("201");
        (await bot.PostAsync(RawBot.Text(new string('x', (ActivityRules.MostBytes / 2) - frame + 1)))).Said.ShouldBe("413 MessageSizeTooBig");
        (await bot.PostAsync(RawBot.Card($$"""[{"type":"TextBlock","text":"{{new string('x', 28_000)}}"}]"""))).Said.ShouldBe("201");
        (await bot.PostAsync(RawBot.Card($$"""[{"type":"TextBlock","text":"{{new string('x', 28_700)}}"}]"""))).Said.ShouldBe("413 MessageSizeTooBig");
    }

    [Theory]
    [InlineData("""[{"type":"https://schema.org/Message","@type":"Message","@context":"https://schema.org"}]""", "201")]
    [InlineData("""[{"type":"https://schema.org/Message","@type":"Message","@context":"https://schema.org"},{"type":"https://schema.org/Message","@type":"Message","@context":"https://schema.org"}]""", "400 BadSyntax")]
    [InlineData("""[{"type":"https://schema.org/Message"}]""", "400 BadSyntax")]
    public async Task One_Message_entity_is_taken_and_two_are_not(string entities, string said)
    {
        await using var bot = await RawBot.StartAsync();
        (await bot.PostAsync(RawBot.Text("hi").With("entities", JsonNode.Parse(entities)))).Said.ShouldBe(said);
    }

    [Theory]
    [InlineData(20, "Handbook", "Short", "one", "201")]
    [InlineData(21, "Handbook", "Short", "one", "400 BadSyntax")]
    [InlineData(1, "Handbook", "Short", "a keyword of 29 characters...", "400 BadSyntax")]
    [InlineData(1, Long, "Short", "one", "400 BadSyntax")]
    [InlineData(1, "Handbook", Long + Long, "one", "400 BadSyntax")]
    [InlineData(1, "", "Short", "one", "400 BadSyntax")]
    public async Task Citations_are_few_and_short(int count, string name, string summary, string keyword, string said)
    {
        await using var bot = await RawBot.StartAsync();
        var citations = Enumerable.Range(1, count).Select(position => (JsonNode)new JsonObject
        {
            ["@type"] = "Claim",
            ["position"] = position,
            ["appearance"] = new JsonObject { ["@type"] = "DigitalDocument", ["name"] = name, ["abstract"] = summary, ["keywords"] = new JsonArray(keyword) },
        });
        var entity = new JsonObject
        {
            ["type"] = "https://schema.org/Message",
            ["@type"] = "Message",
            ["@context"] = "https://schema.org",
            ["citation"] = new JsonArray([.. citations]),
        };
        (await bot.PostAsync(RawBot.Text("hi [1]").With("entities", new JsonArray(entity)))).Said.ShouldBe(said);
    }

    [Theory]
    [InlineData("""[{"type":"TextBlock","text":"hi"}]""", """[{"type":"Action.Execute","title":"Open","verb":"open"}]""", "201")]
    [InlineData("""[{"type":"TextBlock","text":"hi"}]""", """[{"type":"Action.Execute","title":"Open"}]""", "400 BadSyntax")]
    [InlineData("""[{"type":"TextBlock","text":"hi"}]""", """[{"type":"Action.Sumbit","title":"Open"}]""", "400 BadSyntax")]
    [InlineData("""[{"type":"TextBlock","text":"hi"}]""", """[{"type":"Action.OpenUrl","title":"Open","url":"here"}]""", "400 BadSyntax")]
    [InlineData("""[{"type":"TextBlock"}]""", "[]", "400 BadSyntax")]
    [InlineData("""[{"type":"Chart.Donut"}]""", "[]", "400 BadSyntax")]
    [InlineData("""[{"type":"Container","items":[{"type":"Texblock","text":"hi"}]}]""", "[]", "400 BadSyntax")]
    [InlineData("""[{"type":"Input.Text"}]""", "[]", "400 BadSyntax")]
    public async Task A_malformed_card_is_refused(string body, string actions, string said)
    {
        await using var bot = await RawBot.StartAsync();
        (await bot.PostAsync(RawBot.Card(body, actions))).Said.ShouldBe(said);
    }

    [Fact]
    public async Task A_card_of_a_later_version_an_empty_message_and_another_type_are_refused()
    {
        await using var bot = await RawBot.StartAsync();
        (await bot.PostAsync(RawBot.Card(version: "1.6"))).Said.ShouldBe("400 BadSyntax");
        (await bot.PostAsync(RawBot.Text(""))).Said.ShouldBe("400 BadSyntax");
        (await bot.PostAsync(RawBot.Text("hi").With("type", "massage"))).Said.ShouldBe("400 BadSyntax");
        (await bot.PostAsync(new JsonObject { ["type"] = "typing" })).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task The_bots_own_messages_alone_are_changed_and_deleted_while_they_are_there()
    {
        await using var bot = await RawBot.StartAsync();
        var id = (await bot.PostAsync(RawBot.Text("one"))).Body.Text("id");
        var theirs = (await bot.Teams.Robin.SendSayAsync("hello")).Message;

        (await bot.PutAsync(id, RawBot.Text("two"))).Said.ShouldBe("200");
        (await bot.PutAsync(theirs.Id, RawBot.Text("two"))).Said.ShouldBe("403 BadArgument");
        (await bot.PutAsync("1", RawBot.Text("two"))).Said.ShouldBe("404 ActivityNotFoundInConversation");
        bot.Teams.World.FindMessage(theirs.Conversation, id)!.Text.ShouldBe("two");
        (await bot.DeleteAsync(id)).Said.ShouldBe("200");
        (await bot.DeleteAsync(id)).Said.ShouldBe("404 ActivityNotFoundInConversation");
        (await bot.PutAsync(id, RawBot.Text("three"))).Said.ShouldBe("404 ActivityNotFoundInConversation");
    }

    [Fact]
    public async Task A_new_thread_of_a_channel_is_given_an_id_to_post_to()
    {
        await using var bot = await RawBot.StartAsync();
        var wanted = new JsonObject
        {
            ["isGroup"] = true,
            ["tenantId"] = bot.Teams.Options.TenantId,
            ["bot"] = new JsonObject { ["id"] = bot.Teams.BotId },
            ["channelData"] = new JsonObject { ["channel"] = new JsonObject { ["id"] = bot.Teams.General.Id } },
            ["activity"] = RawBot.Text("a tip"),
        };

        var made = await bot.SendAsync(HttpMethod.Post, "v3/conversations", wanted);

        made.Said.ShouldBe("201");
        made.Body.Text("id").ShouldBe($"{bot.Teams.General.Id};messageid={made.Body.Text("activityId")}");
        (await bot.PostAsync(RawBot.Text("more"), made.Body.Text("id"))).Said.ShouldBe("201");
        wanted.Remove("tenantId");
        (await bot.SendAsync(HttpMethod.Post, "v3/conversations", wanted)).Said.ShouldBe("400 BadSyntax");
    }

    [Fact]
    public async Task A_thread_takes_7_posts_in_a_second_8_in_two_60_in_thirty_and_a_tenant_50_in_a_second()
    {
        var time = new ManualTime(Start);
        await using var bot = await RawBot.StartAsync(new FakeTeamsOptions { Time = time, LimitsCalls = true });

        (await TakenAsync(bot, 10)).ShouldBe(7);
        time.Advance(TimeSpan.FromSeconds(1));
        (await TakenAsync(bot, 10)).ShouldBe(1);
        for (var seconds = 0; seconds < 28; seconds += 2)
        {
            time.Advance(TimeSpan.FromSeconds(seconds == 0 ? 1 : 2));
            await TakenAsync(bot, 8);
        }

        bot.Teams.World.BotPosts.Length.ShouldBe(60);
        var refused = await bot.PostAsync(RawBot.Text("hi"));
        (refused.Said, refused.RetryAfter > TimeSpan.Zero).ShouldBe(("429 TooManyRequests", true));
        time.Advance(refused.RetryAfter!.Value);
        (await bot.PostAsync(RawBot.Text("hi"))).Said.ShouldBe("201");

        time.Advance(TimeSpan.FromMinutes(1));
        var chats = Enumerable.Range(0, 60).Select(number => bot.Teams.World.Personal(bot.Teams.World.AddPerson($"P{number}"))).ToList();
        var said = new List<string>();
        foreach (var chat in chats)
        {
            said.Add((await bot.PostAsync(RawBot.Text("hi"), chat.Id)).Said);
        }

        said.Count(one => one == "201").ShouldBe(50);
    }

    private static async Task<int> TakenAsync(RawBot bot, int posts)
    {
        var taken = 0;
        for (var post = 0; post < posts; post++)
        {
            taken += (await bot.PostAsync(RawBot.Text("hi"))).Status == HttpStatusCode.Created ? 1 : 0;
        }

        return taken;
    }
}
