using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Slack.Requests;
using YamlDotNet.RepresentationModel;

namespace MlOpsBot.Slack.Tests.Deploying;

/// <summary>The manifests that an app is made of, against Slack's limits and against the code that serves the app.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Both => ["manifest.yaml", "manifest.socket.yaml"];

    [Theory]
    [MemberData(nameof(Both))]
    public void It_keeps_to_the_lengths_of_slacks_schema(string file)
    {
        var manifest = Read(file);

        // Only the second version of the schema knows agent_view.
        manifest["_metadata"]!["major_version"]!.ToString().ShouldBe("2");
        Length(manifest, "display_information", "name").ShouldBeInRange(1, 35);
        Length(manifest, "display_information", "description").ShouldBeInRange(1, 140);
        Length(manifest, "display_information", "long_description").ShouldBeInRange(175, 4000);
        manifest["display_information"]!["background_color"]!.ToString().ShouldMatch("^#[0-9a-f]{6}$");
        Length(manifest, "features", "bot_user", "display_name").ShouldBeInRange(1, 80);
        manifest["features"]!["bot_user"]!["display_name"]!.ToString().ShouldMatch("^[a-z0-9._-]+$");
        Length(manifest, "features", "agent_view", "agent_description").ShouldBeInRange(1, 300);
        Items(manifest, "features", "agent_view", "suggested_prompts").Length.ShouldBeInRange(1, 4);
        foreach (var command in Items(manifest, "features", "slash_commands"))
        {
            command["command"]!.ToString().ShouldMatch("^/.{1,31}$");
            Length(command, "description").ShouldBeInRange(1, 2000);
            Length(command, "usage_hint").ShouldBeInRange(1, 1000);
        }

        var shortcuts = Items(manifest, "features", "shortcuts");
        shortcuts.Length.ShouldBeInRange(1, 10);
        foreach (var shortcut in shortcuts)
        {
            Length(shortcut, "name").ShouldBeInRange(1, 24);
            Length(shortcut, "callback_id").ShouldBeInRange(1, 255);
            Length(shortcut, "description").ShouldBeInRange(1, 150);
        }

        Items(manifest, "settings", "event_subscriptions", "bot_events").Length.ShouldBeInRange(1, 100);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void It_has_no_setting_that_slacks_schema_does_not_know(string file)
    {
        string[] known =
        [
            "_metadata.major_version",
            "display_information.name", "display_information.description", "display_information.long_description", "display_information.background_color",
            "features.app_home.home_tab_enabled", "features.app_home.messages_tab_enabled", "features.app_home.messages_tab_read_only_enabled",
            "features.agent_view.agent_description", "features.agent_view.suggested_prompts.title", "features.agent_view.suggested_prompts.message",
            "features.bot_user.display_name", "features.bot_user.always_online",
            "features.slash_commands.command", "features.slash_commands.url", "features.slash_commands.description", "features.slash_commands.usage_hint", "features.slash_commands.should_escape",
            "features.shortcuts.type", "features.shortcuts.name", "features.shortcuts.callback_id", "features.shortcuts.description",
            "oauth_config.redirect_urls", "oauth_config.scopes.bot",
            "settings.event_subscriptions.request_url", "settings.event_subscriptions.bot_events",
            "settings.interactivity.is_enabled", "settings.interactivity.request_url",
            "settings.org_deploy_enabled", "settings.socket_mode_enabled", "settings.token_rotation_enabled",
        ];

        Paths(Read(file)).Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void It_asks_for_the_scopes_that_an_install_asks_for(string file) =>
        Items(Read(file), "oauth_config", "scopes", "bot").Select(scope => scope.ToString()).ShouldBe(SlackScopes.Bot);

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_event_that_it_subscribes_to_is_one_that_brings_work(string file)
    {
        var samples = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app_mention"] = """{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","text":"<@U0> who owns it?"}""",
            ["message.im"] = """{"type":"message","channel_type":"im","user":"U1","channel":"D1","ts":"1.2","text":"who owns it?"}""",
            ["app_home_opened"] = """{"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"}""",
            ["app_uninstalled"] = """{"type":"app_uninstalled"}""",
            ["tokens_revoked"] = """{"type":"tokens_revoked","tokens":{"bot":["U0"]}}""",
            ["member_joined_channel"] = """{"type":"member_joined_channel","user":"U0","channel":"C1","channel_type":"C","team":"T1","inviter":"U1"}""",
            ["channel_left"] = """{"type":"channel_left","channel":"C1","actor_id":"U1"}""",
            ["group_left"] = """{"type":"group_left","channel":"G1"}""",
            ["channel_archive"] = """{"type":"channel_archive","channel":"C1","user":"U1"}""",
            ["group_archive"] = """{"type":"group_archive","channel":"G1","user":"U1"}""",
            ["channel_unarchive"] = """{"type":"channel_unarchive","channel":"C1","user":"U1"}""",
            ["group_unarchive"] = """{"type":"group_unarchive","channel":"G1","user":"U1"}""",
            ["channel_deleted"] = """{"type":"channel_deleted","channel":"C1"}""",
            ["group_deleted"] = """{"type":"group_deleted","channel":"G1"}""",
        };

        var events = Items(Read(file), "settings", "event_subscriptions", "bot_events").Select(name => name.ToString()).ToList();

        events.Order(StringComparer.Ordinal).ShouldBe(samples.Keys.Order(StringComparer.Ordinal));
        foreach (var name in events)
        {
            using var payload = JsonDocument.Parse($$"""{"type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev1","event":{{samples[name]}}}""");
            EventPayload.Read(payload.RootElement).Work.ShouldNotBeEmpty(name);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Its_command_and_shortcut_are_the_ones_that_are_served(string file)
    {
        var manifest = Read(file);

        Items(manifest, "features", "slash_commands").Select(command => command["command"]!.ToString()).ShouldBe(["/mlops"]);
        var shortcut = Items(manifest, "features", "shortcuts").ShouldHaveSingleItem();
        shortcut["callback_id"]!.ToString().ShouldBe(Shortcuts.WhoOwnsThis);
        shortcut["type"]!.ToString().ShouldBe("message");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_question_that_it_suggests_is_answered(string file)
    {
        var answerer = new Answerer(KnowledgeFolder.Load(Repository.Knowledge).Knowledge!);
        foreach (var prompt in Items(Read(file), "features", "agent_view", "suggested_prompts"))
        {
            answerer.Ask(new Question(prompt["message"]!.ToString(), new DateOnly(2026, 3, 2), null)).Kind
                .ShouldNotBeOneOf(AnswerKind.None, AnswerKind.Clarify, AnswerKind.Help);
        }
    }

    [Fact]
    public void By_http_its_addresses_are_the_ones_that_are_served()
    {
        var text = File.ReadAllText(PathOf("manifest.yaml"));
        var manifest = Read("manifest.yaml");

        manifest["features"]!["slash_commands"]![0]!["url"]!.ToString().ShouldBe("https://bot.example.com/slack/commands");
        manifest["settings"]!["event_subscriptions"]!["request_url"]!.ToString().ShouldBe("https://bot.example.com/slack/events");
        manifest["settings"]!["interactivity"]!["request_url"]!.ToString().ShouldBe("https://bot.example.com/slack/interactions");
        manifest["oauth_config"]!["redirect_urls"]![0]!.ToString().ShouldBe($"https://bot.example.com{InstallAddresses.CallbackPath}");
        manifest["settings"]!["socket_mode_enabled"]!.ToString().ShouldBe("false");
        text.Split("https://bot.example.com/").Length.ShouldBe(5, "the head says four times");
    }

    [Fact]
    public void By_socket_it_has_no_address_and_is_otherwise_the_same()
    {
        var (http, socket) = (Read("manifest.yaml"), Read("manifest.socket.yaml"));
        File.ReadAllText(PathOf("manifest.socket.yaml")).ShouldNotContain("example.com");
        socket["settings"]!["socket_mode_enabled"]!.ToString().ShouldBe("true");

        http["features"]!["slash_commands"]![0]!.AsObject().Remove("url");
        http["settings"]!["event_subscriptions"]!.AsObject().Remove("request_url");
        http["settings"]!["interactivity"]!.AsObject().Remove("request_url");
        http["oauth_config"]!.AsObject().Remove("redirect_urls");
        http["settings"]!["socket_mode_enabled"] = "true";
        JsonNode.DeepEquals(http, socket).ShouldBeTrue();
    }

    [Fact]
    public void The_guide_names_every_scope_and_both_manifests()
    {
        var guide = File.ReadAllText(PathOf("README.md"));

        SlackScopes.Bot.ShouldAllBe(scope => guide.Contains($"`{scope}`", StringComparison.Ordinal));
        guide.ShouldContain("(manifest.yaml)");
        guide.ShouldContain("(manifest.socket.yaml)");
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, "deploy", "slack", file);

    private static int Length(JsonNode node, params string[] path) => path.Aggregate(node, (inner, name) => inner[name]!).ToString().Length;

    private static ImmutableArray<JsonNode> Items(JsonNode node, params string[] path) =>
        [.. path.Aggregate(node, (inner, name) => inner[name]!).AsArray().Select(item => item!)];

    private static IEnumerable<string> Paths(JsonNode node, string prefix = "") => node switch
    {
        JsonObject map => map.SelectMany(entry => Paths(entry.Value!, prefix.Length == 0 ? entry.Key : $"{prefix}.{entry.Key}")),
        JsonArray list => list.SelectMany(item => Paths(item!, prefix)),
        _ => [prefix],
    };

    private static JsonNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(PathOf(file));
        yaml.Load(reader);
        return Json(yaml.Documents[0].RootNode);
    }

    private static JsonNode Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), (JsonNode?)Json(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        _ => JsonValue.Create(node.ToString()),
    };
}
