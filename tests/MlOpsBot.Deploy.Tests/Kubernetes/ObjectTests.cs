using System.Text.Json.Nodes;
using MlOpsBot.CommandLine;
using MlOpsBot.Deploy.Tests.Kubernetes;

[assembly: AssemblyFixture(typeof(Chart))]

namespace MlOpsBot.Deploy.Tests.Kubernetes;

/// <summary>The plain manifests and what the chart makes of its examples, held to the same rules.</summary>
public sealed class ObjectTests(Chart chart)
{
    private const string Slack = "MlOpsBot__Slack__SigningSecret MlOpsBot__Slack__BotToken";
    private const string Socket = "MlOpsBot__Slack__AppToken MlOpsBot__Slack__BotToken";
    private const string Postgres = "MlOpsBot__Storage__PostgresConnectionString";

    /// <summary>Each set-up, with the secrets that its page has the operator make.</summary>
    public static TheoryData<string, string> All => new()
    {
        { "kubernetes/postgresql", $"{Slack} {Postgres}" },
        { "kubernetes/sqlite", Socket },
        { "helm/examples/slack-socket-sqlite.yaml", Socket },
        { "helm/examples/slack-and-teams-postgresql.yaml", $"{Slack} MlOpsBot__Teams__ClientSecret {Postgres}" },
        { "helm/examples/teams-workload-identity.yaml", Postgres },
        { "inline", "" },
    };

    [Fact]
    public async Task Every_object_is_one_that_the_api_takes()
    {
        var all = new JsonArray();
        foreach (var row in All)
        {
            foreach (var item in (await ReadAsync(row.Data.Item1)).Objects)
            {
                all.Add(item.DeepClone());
            }
        }

        string[][] alone = [["kubernetes", "secret.example.yaml"], ["operations", "backup-cronjob.yaml"], ["operations", "restore-job.yaml"], ["operations", "files-pod.yaml"]];
        foreach (var item in alone.SelectMany(path => YamlFile.Read(["deploy", .. path])))
        {
            all.Add(item.DeepClone());
        }

        (await Tool.NodeAsync("kubernetes.mjs", all.ToJsonString())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_field_that_the_api_does_not_know_and_a_number_in_the_wrong_place_are_found()
    {
        var cluster = await ReadAsync("kubernetes/postgresql");
        cluster.Container["livenessProbe"]!["httpGett"] = new JsonObject();
        cluster.Workload["spec"]!["replicas"] = "three";

        var findings = await Tool.NodeAsync("kubernetes.mjs", new JsonArray(cluster.Workload.DeepClone()).ToJsonString());

        findings.ShouldContain(finding => finding.Contains("/spec/replicas", StringComparison.Ordinal));
        findings.ShouldContain(finding => finding.Contains("httpGett", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Everything_that_is_referred_to_is_there(string setup, string secrets)
    {
        (await ReadAsync(setup)).BrokenReferences().ShouldBeEmpty(secrets);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_pod_has_no_more_rights_than_it_needs(string setup, string secrets)
    {
        (await ReadAsync(setup)).PolicyFindings().ShouldBeEmpty(secrets);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_program_takes_the_options_that_it_is_given(string setup, string secrets)
    {
        var cluster = await ReadAsync(setup);
        var names = secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (cluster.Find("Secret") is { } made)
        {
            names.AddRange(made["stringData"]!.AsObject().Select(entry => entry.Key));
        }

        Options.Faults(cluster.Environment([.. names])).ShouldBeEmpty();
        cluster.Environment()["MlOpsBot__SecretsFolder"].ShouldBe(MountOf(cluster, "secrets"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Probes_ask_what_the_program_serves_and_a_stop_has_the_time_that_it_takes(string setup, string secrets)
    {
        var cluster = await ReadAsync(setup);

        Path("startupProbe").ShouldBe("/health/live", secrets);
        Path("livenessProbe").ShouldBe("/health/live");
        Path("readinessProbe").ShouldBe("/health/ready");
        cluster.Container["ports"]![0]!["containerPort"]!.ToString().ShouldBe(new Configuration.BotOptions().Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        cluster.Pod["spec"]!["terminationGracePeriodSeconds"]!.GetValue<long>().ShouldBeGreaterThan((long)Grace.Needed.TotalSeconds);
        if (cluster.Find("Ingress") is { } ingress)
        {
            ingress["spec"]!["rules"]![0]!["http"]!["paths"]!.AsArray().Select(path => path!["path"]!.ToString()).Order(StringComparer.Ordinal).ShouldBe(["/api/messages", "/slack"]);
        }

        string Path(string probe) => cluster.Container[probe]!["httpGet"]!["path"]!.ToString();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task With_postgresql_there_are_replicas_that_are_replaced_one_by_one_and_with_sqlite_there_is_one(string setup, string secrets)
    {
        var cluster = await ReadAsync(setup);
        var spec = cluster.Workload["spec"]!;
        if (cluster.Workload["kind"]!.ToString() == "StatefulSet")
        {
            spec["replicas"]!.GetValue<long>().ShouldBe(1, secrets);
            MountOf(cluster, "data").ShouldBe("/data");
            cluster.Find("PodDisruptionBudget").ShouldBeNull();
        }
        else
        {
            spec["replicas"]!.GetValue<long>().ShouldBeGreaterThan(1);
            spec["strategy"]!["rollingUpdate"]!["maxUnavailable"]!.GetValue<long>().ShouldBe(0);
            cluster.Find("PodDisruptionBudget").ShouldNotBeNull();
            cluster.Pod["spec"]!["topologySpreadConstraints"]!.AsArray().Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_secret_under_a_misspelt_name_and_a_label_that_nobody_has_are_found()
    {
        var cluster = await ReadAsync("kubernetes/postgresql");
        cluster.Find("Service")!["spec"]!["selector"]!["app.kubernetes.io/name"] = "other";
        cluster.Pod["spec"]!["volumes"]![0]!["secret"]!["secretName"] = "other";
        cluster.Container["securityContext"]!["readOnlyRootFilesystem"] = false;

        cluster.BrokenReferences().Count().ShouldBe(2);
        cluster.PolicyFindings().ShouldBe(["The pod has a root that is read-only: not so."]);
        Options.Faults(cluster.Environment("MlOpsBot__Slack__BotTokn")).ShouldHaveSingleItem().ShouldContain("did you mean MlOpsBot:Slack:BotToken");
    }

    [Fact]
    public async Task A_restore_runs_the_bots_own_image_on_its_volume_with_its_options_and_its_rights()
    {
        var bot = await ReadAsync("kubernetes/sqlite");
        var job = YamlFile.Read("deploy", "operations", "restore-job.yaml").Single();
        var pod = job["spec"]!["template"]!["spec"]!;
        var container = pod["containers"]!.AsArray().Single()!;

        foreach (var part in new[] { "image", "envFrom", "securityContext" })
        {
            container[part]!.ToJsonString().ShouldBe(bot.Container[part]!.ToJsonString(), part);
        }

        pod["securityContext"]!.ToJsonString().ShouldBe(bot.Pod["spec"]!["securityContext"]!.ToJsonString());
        container["volumeMounts"]!.ToJsonString().ShouldBe(bot.Container["volumeMounts"]!.ToJsonString());
        ClaimOf(pod).ShouldBe($"data-{bot.Workload["metadata"]!["name"]}-0");
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, TextWriter.Null, error, TimeProvider.System, Repository.Root);
        (await BotCommands.RunAsync([.. container["args"]!.AsArray().Select(argument => argument!.ToString()), "--help"], surroundings)).ShouldBe(ExitCode.Fine, error.ToString());
    }

    [Fact]
    public async Task The_shell_on_the_volume_has_the_bots_user_and_the_rights_of_the_profile_restricted()
    {
        var bot = await ReadAsync("kubernetes/sqlite");
        var pod = YamlFile.Read("deploy", "operations", "files-pod.yaml").Single()["spec"]!;

        pod["securityContext"]!.ToJsonString().ShouldBe(bot.Pod["spec"]!["securityContext"]!.ToJsonString());
        pod["containers"]![0]!["securityContext"]!.ToJsonString().ShouldBe(bot.Container["securityContext"]!.ToJsonString());
        ClaimOf(pod).ShouldBe($"data-{bot.Workload["metadata"]!["name"]}-0");
        var near = pod["affinity"]!["podAffinity"]!["preferredDuringSchedulingIgnoredDuringExecution"]![0]!["podAffinityTerm"]!["labelSelector"]!["matchLabels"]!;
        near.AsObject().ShouldAllBe(label => bot.Pod["metadata"]!["labels"]![label.Key]!.ToString() == label.Value!.ToString());
    }

    [Fact]
    public void The_template_of_the_secret_names_options_alone()
    {
        var secret = YamlFile.Read("deploy", "kubernetes", "secret.example.yaml").Single();

        foreach (var (name, _) in secret["stringData"]!.AsObject())
        {
            Options.Exists(name).ShouldBeTrue(name);
        }
    }

    private static string? ClaimOf(JsonNode pod) =>
        pod["volumes"]!.AsArray().Single(volume => volume!["name"]!.ToString() == "data")!["persistentVolumeClaim"]!["claimName"]!.ToString();

    private static string? MountOf(Cluster cluster, string volume) =>
        cluster.Container["volumeMounts"]!.AsArray().Single(mount => mount!["name"]!.ToString() == volume)!["mountPath"]!.ToString();

    private async Task<Cluster> ReadAsync(string setup)
    {
        if (setup.StartsWith("kubernetes/", StringComparison.Ordinal))
        {
            return new Cluster([.. Kustomized(Path.Combine(Repository.Root, "deploy", setup))]);
        }

        using var scratch = new Scratch();
        return new Cluster(await chart.RenderAsync(setup == "inline" ? scratch.Write("values.yaml", ChartTests.Inline) : Path.Combine(Repository.Root, "deploy", setup)));
    }

    // What `kubectl apply -k` would apply: these files do nothing but name others.
    private static IEnumerable<JsonObject> Kustomized(string folder)
    {
        var kustomization = YamlFile.Parse(File.ReadAllText(Path.Combine(folder, "kustomization.yaml"))).Single();
        kustomization.Select(entry => entry.Key).ShouldBe(["apiVersion", "kind", "resources"]);
        return kustomization["resources"]!.AsArray().Select(resource => Path.Combine(folder, resource!.ToString()))
            .SelectMany(path => Directory.Exists(path) ? Kustomized(path) : YamlFile.Parse(File.ReadAllText(path)));
    }
}
