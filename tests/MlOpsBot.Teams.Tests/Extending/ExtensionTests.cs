using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Extending;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Extending;

/// <summary>One bot for all tests of the extension, which leaves nothing behind.</summary>
public sealed class RunningBot : IAsyncLifetime
{
    internal TeamsBot Bot { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Bot = await TeamsBot.StartAsync();

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}

/// <summary>The search box and "Who owns this?", as people use them.</summary>
public sealed class ExtensionTests(RunningBot running) : IClassFixture<RunningBot>
{
    private const int PageSize = 25;

    private Person Robin => running.Bot.Teams.Robin;

    private TeamsChat Chat => running.Bot.Teams.World.Personal(Robin);

    [Fact]
    public async Task Before_anything_is_typed_the_map_of_roles_is_shown()
    {
        var first = await Robin.SearchAsync("");

        first.Results.Length.ShouldBe(21, "the list, what it is about, and every role");
        first.Results[0].Card.Read().ShouldContain("Data Engineer");
        first.Results.Select(result => result.Title).ShouldBeUnique();
        first.Results.Select(result => result.Title).ShouldContain("MLOps Engineer");
        first.Results.ShouldAllBe(result => result.Text.Length > 20);
    }

    [Theory]
    [InlineData("d", "Data Analyst", "Data Engineer", "Data Scientist", "Developer", "DevOps Engineer")]
    [InlineData("data e", "Data Engineer")]
    [InlineData("DATA ENG", "Data Engineer")]
    [InlineData("dáta-eng", "Data Engineer")]
    [InlineData("mle", "ML Engineer")]
    [InlineData("dataops", "Data Engineer")]
    [InlineData("model mon", "Model monitoring")]
    [InlineData("observability", "Monitoring and Observability Engineer")]
    [InlineData("lifecycle", "lifecycle")]
    public async Task What_is_typed_finds_names_that_begin_so(string typed, params string[] expected)
    {
        var found = (await Robin.SearchAsync(typed)).Results.Select(result => result.Title).ToList();

        foreach (var title in expected)
        {
            found.Take(8).ShouldContain(one => one.Contains(title, StringComparison.OrdinalIgnoreCase), string.Join(", ", found));
        }
    }

    [Theory]
    [InlineData("who owns model monitoring?", "onitoring")]
    [InlineData("de vs ds", "Data Engineer")]
    [InlineData("what skills does a data scientist need", "Data Scientist")]
    [InlineData("who monitors drift", "drift detection")]
    public async Task A_whole_question_is_answered_first(string typed, string expected)
        => (await Robin.SearchAsync(typed)).Results[0].Title.ShouldContain(expected);

    [Fact]
    public void Every_letter_of_every_name_leads_to_its_card()
    {
        var knowledge = Shipped();
        foreach (var card in knowledge.Cards)
        {
            for (var length = Math.Min(3, card.Name.Length); length <= card.Name.Length; length++)
            {
                var typed = card.Name[..length];
                if (typed.EndsWith(' ') || typed.EndsWith('(') || typed.EndsWith('/'))
                {
                    continue;
                }

                NameSearch.Of(knowledge).Find(typed).ShouldContain(found => found.Card == card, $"{card.Name}: {typed}");
            }

            NameSearch.Of(knowledge).Find(card.Name)[0].Card.ShouldBe(card);
        }
    }

    [Fact]
    public async Task Nothing_is_invented_for_what_nobody_knows()
    {
        var found = await Robin.SearchAsync("qwzxv kjhgf");

        found.Body.GetProperty("composeExtension").GetProperty("type").GetString().ShouldBe("result", "a message in its place breaks the client's box");
        found.Results.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_repetition_and_end()
    {
        var all = new List<string>();
        for (var skip = 0; skip <= 4 * PageSize; skip += 10)
        {
            var page = await Robin.SearchAsync("e", skip: skip, count: 10);
            all.AddRange(page.Results.Select(result => result.Title));
        }

        all.Count.ShouldBeGreaterThan(10);
        all.ShouldBeUnique();
        var first = (await Robin.SearchAsync("e")).Results.Select(result => result.Title).ToList();
        all.Take(first.Count).ShouldBe(first);
    }

    [Theory]
    [InlineData("""{"parameters":[{"value":"data eng"}],"queryOptions":{"skip":0,"count":25},"commandContext":"compose","context":{"theme":"default"}}""")]
    [InlineData("""{"commandId":"search","parameters":[{"name":"q","value":"data eng"}]}""")]
    [InlineData("""{"commandId":"search","parameters":[{"name":"other","value":"x"},{"name":"q","value":"data eng"}],"queryOptions":{"skip":-3,"count":0}}""")]
    [InlineData("""{"parameters":[{"name":"q","value":"data eng"}],"queryOptions":{"skip":"0","count":99999999999}}""")]
    public async Task What_other_clients_leave_out_does_not_matter(string value)
        => (await InvokeAsync("composeExtension/query", value)).Results[0].Title.ShouldContain("Data Engineer");

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("""{"parameters":"q"}""")]
    [InlineData("""{"parameters":[7,null,[]]}""")]
    [InlineData("""{"parameters":[{"name":"q","value":{"a":1}}]}""")]
    [InlineData("""{"parameters":[{"name":"q","value":"\ud800"}]}""")]
    [InlineData("""{"parameters":[{"name":"\ud800","value":"x"}],"queryOptions":[]}""")]
    [InlineData("""{"commandId":"whoOwnsThis","messagePayload":{"body":"x"}}""")]
    [InlineData("""{"commandId":"whoOwnsThis","messagePayload":{"body":{"content":"\ud800"}}}""")]
    [InlineData("""{"commandId":"whoOwnsThis","messagePayload":null}""")]
    [InlineData("""{"data":{"verb":"open","b":{"t":"role:gone","k":"x"}}}""")]
    [InlineData("""{"data":{"verb":"drop","b":{"t":"role:data-engineer","k":"x"}}}""")]
    [InlineData("""{"data":"{\"verb\":\"open\"}"}""")]
    [InlineData("""{"data":{"verb":"open","b":{"t":"\ud800"}}}""")]
    [InlineData("""{"target":"\ud800"}""")]
    [InlineData("""{"target":"role:gone"}""")]
    public async Task Whatever_comes_is_answered(string value)
    {
        // Straight to the extension: half a surrogate pair gets through no client of .NET's.
        var extension = running.Bot.App.Services.GetRequiredService<Extension>();
        var place = new TeamsPlace("tenant", "https://smba.trafficmanager.net/amer/", Chat.Id, ConversationKind.Personal, "28:bot");
        var invoke = new TeamsInvoke("any", place, new TeamsActor("29:robin"), "f:1", null, JsonSerializer.Deserialize<JsonElement>(value));

        foreach (var answer in (Func<TeamsInvoke, Task<InvokeReply>>[])[extension.QueryAsync, extension.SelectAsync, extension.FetchDialogAsync, extension.SubmitDialogAsync])
        {
            var reply = await answer(invoke);
            reply.Status.ShouldBe(200);
            JsonSerializer.Deserialize<JsonElement>(reply.Body.Span).ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }

    [Fact]
    public async Task No_page_is_longer_than_Teams_may_take_and_no_card_longer_than_a_message_may_be()
    {
        var longest = 0;
        foreach (var typed in (string[])["", "e", "m", "data", "model", "roles", "who owns everything in the whole lifecycle of a model"])
        {
            var found = await Robin.SearchAsync(typed);
            longest = Math.Max(longest, Encoding.UTF8.GetByteCount(found.Receipt.Body));
            found.Results.Length.ShouldBeLessThanOrEqualTo(PageSize);
            found.Results.ShouldAllBe(result => Encoding.UTF8.GetByteCount(result.Card.Json.GetRawText()) < ActivityJson.MostOfCard);
        }

        TestContext.Current.SendDiagnosticMessage("The longest page has {0} bytes", longest);
        longest.ShouldBeLessThan(50 * 1_024);
    }

    [Fact]
    public async Task A_chosen_result_is_the_same_card_again()
    {
        var answer = await InvokeAsync("composeExtension/selectItem", """{"target":"role:data-engineer"}""");

        answer.Results.ShouldHaveSingleItem().Title.ShouldContain("Data Engineer");
    }

    [Theory]
    [InlineData("<p>Our model monitoring alerts are firing again, can somebody have a look?</p>", "onitor")]
    [InlineData("<div><div><at id=\"0\">Kim</at>&nbsp;who takes care of <b>data quality</b>?</div></div>", "ata quality")]
    [InlineData("The nightly feature pipeline is late again", "eature")]
    public async Task A_message_that_was_pointed_at_is_answered_in_a_dialog(string html, string expected)
    {
        var answer = await PointAtAsync(html);

        var dialog = answer.Dialog.ShouldNotBeNull(answer.Receipt.Body);
        CardRules.Find(dialog.Json, isDialog: true).ShouldBeNull(dialog.Json.GetRawText());
        dialog.Read().ShouldContain(expected);
        dialog.Read().ShouldContain("About “");
        dialog.Read().ShouldNotContain("<");
        answer.Body.GetProperty("task").GetProperty("value").GetProperty("title").GetString().ShouldBe("Who owns this?");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<p>&nbsp;</p>")]
    [InlineData("<attachment id=\"1\"></attachment>")]
    public async Task A_message_without_words_says_so(string html)
        => (await PointAtAsync(html)).Body.GetProperty("task").ToString().ShouldBe("""{"type":"message","value":"There are no words in that message that I could look up."}""");

    [Fact]
    public async Task A_message_that_concerns_nobody_offers_what_can_be_asked()
        => (await PointAtAsync("<p>Happy birthday, qwzxv!</p>")).Dialog!.Read().ShouldContain("roles");

    [Fact]
    public async Task Buttons_in_the_dialog_open_cards_in_it_and_back_leads_back()
    {
        var first = (await PointAtAsync("<p>who owns model monitoring</p>")).Dialog!;
        var open = first.Buttons.First(button => button.Data.Text("verb") == CardVerbs.Open);

        var second = await SubmitAsync(open);

        second.Dialog.ShouldNotBeNull(second.Receipt.Body);
        CardRules.Find(second.Dialog.Json, isDialog: true).ShouldBeNull();
        second.Dialog.Read().ShouldNotBe(first.Read());
        var back = await SubmitAsync(second.Dialog.Find("‹ Back"));
        back.Dialog!.Read().ShouldContain("odel monitoring");
    }

    [Fact]
    public async Task The_card_of_a_dialog_can_be_put_into_the_reply()
    {
        var dialog = (await PointAtAsync("<p>who owns model monitoring</p>")).Dialog!;

        var inserted = await SubmitAsync(dialog.Find("Put it into my reply"));

        var result = inserted.Results.ShouldHaveSingleItem();
        result.Card.Read().ShouldContain("onitor");
        CardRules.Find(result.Card.Json, isDialog: false).ShouldBeNull();
    }

    [Fact]
    public async Task A_card_that_changed_or_is_gone_says_so_in_the_dialog()
    {
        var changed = await InvokeAsync("composeExtension/submitAction", """{"commandId":"whoOwnsThis","data":{"verb":"open","b":{"k":"of-old","t":"role:data-engineer","f":"of-old"}}}""");
        var gone = await InvokeAsync("composeExtension/submitAction", """{"commandId":"whoOwnsThis","data":{"verb":"open","b":{"k":"of-old","t":"role:of-old","f":"of-old"}}}""");

        changed.Dialog!.Read().ShouldContain(Notes.Changed);
        gone.Body.GetProperty("task").ToString().ShouldBe("""{"type":"message","value":"That card is no longer in the knowledge."}""");
    }

    [Fact]
    public async Task Nothing_of_it_is_posted_or_kept()
    {
        var before = running.Bot.Teams.Calls.All.Count(call => call.Method is "post" or "create" or "update" or "typing");
        await Robin.SearchAsync("data");
        await PointAtAsync("<p>who owns model monitoring</p>");
        await running.Bot.RestAsync();

        running.Bot.Teams.Calls.All.Count(call => call.Method is "post" or "create" or "update" or "typing").ShouldBe(before);
        string.Join('\n', running.Bot.Log.All).ShouldNotContain("monitoring alerts are firing");
    }

    private static Knowledge.KnowledgeBase Shipped() => Knowledge.KnowledgeFolder.Load(Repository.Knowledge).Knowledge!;

    private Task<InvokeAnswer> InvokeAsync(string name, string value) => Robin.InvokeAsync(Chat.Id, name, JsonNode.Parse(value)!);

    private Task<InvokeAnswer> PointAtAsync(string html) => Robin.InvokeAsync(Chat.Id, "composeExtension/fetchTask", new JsonObject
    {
        ["commandId"] = "whoOwnsThis",
        ["commandContext"] = "message",
        ["requestId"] = "7f7d22ef",
        ["messagePayload"] = new JsonObject
        {
            ["id"] = "1611060744833",
            ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = html },
            ["attachments"] = new JsonArray(),
        },
    });

    private Task<InvokeAnswer> SubmitAsync(Button button) => Robin.InvokeAsync(Chat.Id, "composeExtension/submitAction", new JsonObject
    {
        ["commandId"] = "whoOwnsThis",
        ["commandContext"] = "message",
        ["data"] = JsonNode.Parse(button.Data.GetRawText()),
    });
}
