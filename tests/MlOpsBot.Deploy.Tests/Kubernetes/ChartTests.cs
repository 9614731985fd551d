using System.Text.Json.Nodes;

namespace MlOpsBot.Deploy.Tests.Kubernetes;

/// <summary>What the chart takes, what it refuses, and what it says.</summary>
public sealed class ChartTests(Chart chart)
{
    /// <summary>Everything inline, as somebody tries it out, with what no example sets.</summary>
    public const string Inline =
        """
        replicas: 3
        secrets:
          inline:
            MlOpsBot__Slack__AppToken: xapp-1
            MlOpsBot__Slack__BotToken: xoxb-1
            MlOpsBot__Storage__PostgresConnectionString: Host=db;Database=mlopsbot;Username=mlopsbot;Password=1
        options:
          MlOpsBot__Tips__SpreadSeconds: 30
          MlOpsBot__Shutdown__DrainSeconds: 10
        knowledge:
          volume:
            persistentVolumeClaim:
              claimName: our-knowledge
        serviceAccount:
          existing: brought-along
        image:
          pullSecrets:
            - name: registry
        affinity:
          podAntiAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: kubernetes.io/hostname
                labelSelector:
                  matchLabels:
                    app.kubernetes.io/name: mlopsbot
        networkPolicy:
          extraEgress:
            - to:
                - namespaceSelector:
                    matchLabels:
                      kubernetes.io/metadata.name: observability
              ports:
                - port: 4317
                  protocol: TCP
        terminationGracePeriodSeconds: 60
        """;

    private const string Sqlite = "storage: {kind: sqlite}\nreplicas: 1\n";
    private const string Secret = "secrets: {existingSecret: s}\n";

    /// <summary>Values that cannot work, and how the refusal begins.</summary>
    public static TheoryData<string, string> Impossible => new()
    {
        { "", "No secrets: name the Secret" },
        { $"{Secret}storage: {{kind: sqlite}}", "replicas is 3, and storage.kind is sqlite" },
        { "secrets: {existingSecret: s, inline: {MlOpsBot__Slack__BotToken: x}}", "secrets.existingSecret and secrets.inline are both given" },
        { "secrets: {inline: {MlOpsBot__Slack__BotToken: x}}", "storage.kind is postgresql, and secrets.inline lacks" },
        { $"{Sqlite}secrets: {{inline: {{MlOpsBot__Storage__PostgresConnectionString: x}}}}", "storage.kind is sqlite, and secrets.inline has" },
        { $"{Secret}options: {{MlOpsBot__Slack__BotToken: x}}", "options.MlOpsBot__Slack__BotToken is a secret" },
        { $"{Secret}options: {{MlOpsBot__Storage__EncryptionKeys__0: x}}", "options.MlOpsBot__Storage__EncryptionKeys__0 is a secret" },
        { $"{Secret}options: {{LogLevel: x}}", "options.LogLevel is no option of the bot" },
        { $"{Secret}teams: {{appId: 00001111-aaaa-2222-bbbb-3333cccc4444}}", "teams.appId is given without teams.tenantId" },
        { $"{Secret}teams: {{workloadIdentity: {{enabled: true}}}}", "teams.appId is left out" },
        {
            $"{Secret}teams: {{appId: 00001111-aaaa-2222-bbbb-3333cccc4444, tenantId: 00001111-aaaa-2222-bbbb-3333cccc4444, clientSecretExpires: '2027-05-31', workloadIdentity: {{enabled: true}}}}",
            "teams.workloadIdentity.enabled is true, and teams.clientSecretExpires is given"
        },
        { $"{Secret}ingress: {{enabled: true}}", "ingress.enabled is true without ingress.host" },
        { $"{Secret}ingress: {{enabled: true, host: bot.example.com}}", "ingress.enabled is true without ingress.tlsSecret" },
        { $"{Secret}knowledge: {{organization: x, volume: {{emptyDir: {{}}}}}}", "knowledge.volume and knowledge.organization are both given" },
        { $"{Secret}terminationGracePeriodSeconds: 20", "terminationGracePeriodSeconds is 20: the bot takes requests for 5 seconds more" },
        { $"{Secret}options: {{MlOpsBot__Shutdown__DrainSeconds: 30}}", "terminationGracePeriodSeconds is 35: the bot takes requests for 30 seconds more" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task Values_that_cannot_work_are_refused_with_one_line(string values, string refusal)
    {
        using var scratch = new Scratch();

        var said = await chart.RefusalAsync(scratch.Write("values.yaml", values));

        said.ShouldStartWith(refusal);
        said.Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_schema_takes_every_example()
    {
        var all = new JsonArray();
        foreach (var example in Chart.Examples)
        {
            all.Add(JsonNode.Parse(await chart.ValuesAsync(example)));
        }

        using var scratch = new Scratch();
        all.Add(JsonNode.Parse(await chart.ValuesAsync(scratch.Write("values.yaml", Inline))));
        (await Tool.NodeAsync("schema.mjs", all.ToJsonString(), Path.Combine(Chart.Folder, "values.schema.json"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("replica: 3", "must NOT have additional properties")]
    [InlineData("image: {tags: x}", "must NOT have additional properties")]
    [InlineData("replicas: many", "must be integer")]
    [InlineData("storage: {kind: mysql}", "must be equal to one of the allowed values")]
    [InlineData("teams: {appId: our-bot}", "must match pattern")]
    [InlineData("ingress: {host: 'https://bot.example.com'}", "must match pattern")]
    [InlineData("secrets: {inline: {BotToken: x}}", "property name must be valid")]
    public async Task The_schema_refuses_what_it_does_not_know(string values, string finding)
    {
        using var scratch = new Scratch();
        var merged = new JsonArray(JsonNode.Parse(await chart.ValuesAsync(scratch.Write("values.yaml", values))));

        var findings = await Tool.NodeAsync("schema.mjs", merged.ToJsonString(), Path.Combine(Chart.Folder, "values.schema.json"));

        findings.ShouldContain(line => line.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_value_stands_in_the_schema()
    {
        var values = JsonNode.Parse(await chart.ValuesAsync())!;
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Chart.Folder, "values.schema.json"), TestContext.Current.CancellationToken))!;

        schema["properties"]!.AsObject().Select(entry => entry.Key).Except(["global"]).Order(StringComparer.Ordinal)
            .ShouldBe(values.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_workload_identity_is_announced_on_account_and_pod()
    {
        var cluster = new Cluster(await chart.RenderAsync(Chart.Examples.Single(file => file.EndsWith("teams-workload-identity.yaml", StringComparison.Ordinal))));

        Cluster.Text(cluster.Find("ServiceAccount")!, "metadata", "annotations", "azure.workload.identity/client-id").ShouldBe("00001111-aaaa-2222-bbbb-3333cccc4444");
        Cluster.Text(cluster.Pod, "metadata", "labels", "azure.workload.identity/use").ShouldBe("true");
        cluster.Environment()["MlOpsBot__Teams__WorkloadIdentity"].ShouldBe("true");
    }

    [Fact]
    public async Task New_options_mean_new_pods()
    {
        using var scratch = new Scratch();
        var before = new Cluster(await chart.RenderAsync(scratch.Write("before.yaml", $"{Secret}options: {{MlOpsBot__Tips__SpreadSeconds: 1}}")));
        var after = new Cluster(await chart.RenderAsync(scratch.Write("after.yaml", $"{Secret}options: {{MlOpsBot__Tips__SpreadSeconds: 2}}")));

        Cluster.Text(after.Pod, "metadata", "annotations", "checksum/options").ShouldNotBe(Cluster.Text(before.Pod, "metadata", "annotations", "checksum/options"));
    }

    [Fact]
    public async Task The_notes_name_what_was_made_and_the_addresses_to_enter()
    {
        foreach (var example in Chart.Examples)
        {
            var cluster = new Cluster(await chart.RenderAsync(example));
            var notes = await chart.NotesAsync(example);

            notes.ShouldContain($"{cluster.Workload["kind"]!.ToString().ToLowerInvariant()}/{Cluster.Text(cluster.Workload, "metadata", "name")}");
            notes.Contains("https://bot.example.com/api/messages", StringComparison.Ordinal).ShouldBe(cluster.Find("Ingress") is not null);
        }
    }
}
