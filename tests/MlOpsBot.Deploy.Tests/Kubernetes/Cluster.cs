using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MlOpsBot.Deploy.Tests.Kubernetes;

/// <summary>Objects that are applied together, and what a cluster and a security officer would have against them.</summary>
internal sealed class Cluster(ImmutableArray<JsonObject> objects)
{
    // Secrets that an operator brings along: the two in which names stand in this folder, and the certificate.
    private static readonly string[] _brought = ["mlopsbot-secrets", "mlopsbot-tls"];

    public ImmutableArray<JsonObject> Objects => objects;

    public JsonObject Workload => objects.Single(item => Kind(item) is "Deployment" or "StatefulSet");

    public JsonObject Pod => Workload["spec"]!["template"]!.AsObject();

    public JsonObject Container => Pod["spec"]!["containers"]!.AsArray().Single()!.AsObject();

    public JsonObject? Find(string kind) => objects.SingleOrDefault(item => Kind(item) == kind);

    /// <summary>What does not refer to anything, or to the wrong thing.</summary>
    public IEnumerable<string> BrokenReferences()
    {
        foreach (var item in objects)
        {
            var full = $"{Kind(item)}/{Name(item)}";
            if (Kind(item) != "Namespace" && Text(item, "metadata", "namespace") != Text(Workload, "metadata", "namespace"))
            {
                yield return $"{full} is in another namespace than the workload";
            }

            foreach (var selector in Selectors(item).Where(selector => !Selects(selector)))
            {
                yield return $"{full} selects {selector.ToJsonString()}, which no pod has";
            }
        }

        foreach (var name in Named(Pod, "secretName").Concat(objects.Where(item => Kind(item) == "Ingress").SelectMany(item => Named(item, "secretName"))))
        {
            if (!_brought.Contains(name, StringComparer.Ordinal) && !Exists("Secret", name))
            {
                yield return $"there is no Secret {name}";
            }
        }

        foreach (var name in ConfigMaps().Where(name => !Exists("ConfigMap", name)))
        {
            yield return $"there is no ConfigMap {name}";
        }

        if (Text(Pod, "spec", "serviceAccountName") is { } account && !Exists("ServiceAccount", account) && account != "brought-along")
        {
            yield return $"there is no ServiceAccount {account}";
        }

        var ports = Container["ports"]!.AsArray().Select(port => port!["name"]!.ToString()).ToList();
        var asked = objects.Where(item => Kind(item) is "Service").SelectMany(item => Named(item, "targetPort"))
            .Concat(new[] { "startupProbe", "livenessProbe", "readinessProbe" }.SelectMany(probe => Named(Container[probe]!, "port")))
            .Concat(objects.Where(item => Kind(item) == "NetworkPolicy").SelectMany(item => item["spec"]!["ingress"]?.AsArray().SelectMany(rule => Named(rule!, "port")) ?? []));
        foreach (var port in asked.Where(port => !ports.Contains(port, StringComparer.Ordinal)))
        {
            yield return $"no container has a port {port}";
        }

        foreach (var backend in objects.Where(item => Kind(item) == "Ingress").SelectMany(item => Inside(item, "service")))
        {
            var service = objects.SingleOrDefault(item => Kind(item) == "Service" && Name(item) == backend["name"]!.ToString());
            if (service is null || !Named(service["spec"]!["ports"]!, "name").Contains(backend["port"]!["name"]!.ToString()))
            {
                yield return $"the ingress leads to {backend.ToJsonString()}, which is no service here";
            }
        }

        foreach (var mount in Container["volumeMounts"]!.AsArray().Select(mount => mount!["name"]!.ToString()))
        {
            if (!Volumes().Contains(mount))
            {
                yield return $"there is no volume {mount}";
            }
        }
    }

    /// <summary>What the profile "restricted" of the pod security standards refuses, and what this project asks for beyond it.</summary>
    public IEnumerable<string> PolicyFindings()
    {
        var (pod, inPod, inContainer) = (Pod["spec"]!, Pod["spec"]!["securityContext"]!, Container["securityContext"]!);
        var rules = new (string Rule, bool Holds)[]
        {
            ("runs as a user other than root, by number", inPod["runAsNonRoot"]?.ToString() == "true" && inPod["runAsUser"]!.GetValue<long>() > 0),
            ("has the runtime's seccomp profile", Text(inPod.AsObject(), "seccompProfile", "type") == "RuntimeDefault"),
            ("gains no privileges", inContainer["allowPrivilegeEscalation"]?.ToString() == "false" && inContainer["privileged"] is null),
            ("drops all capabilities and adds none", Named(inContainer["capabilities"]!, "drop").SequenceEqual(["ALL"]) && inContainer["capabilities"]!["add"] is null),
            ("has a root that is read-only", inContainer["readOnlyRootFilesystem"]?.ToString() == "true"),
            ("shares nothing with the node", new[] { "hostNetwork", "hostPID", "hostIPC" }.All(name => pod[name] is null) && !Inside(pod, "hostPath").Any() && !Named(Container, "hostPort").Any()),
            ("has volumes of the allowed kinds alone", pod["volumes"]!.AsArray().All(volume => volume!.AsObject().All(entry => entry.Key is "name" or "configMap" or "secret" or "emptyDir" or "persistentVolumeClaim"))),
            ("gets no token of the cluster", pod["automountServiceAccountToken"]?.ToString() == "false"),
            ("asks for resources, and has a limit of memory", Container["resources"]!["requests"]!["memory"] is not null && Container["resources"]!["limits"]!["memory"] is not null),
            ("has no secret in its environment", Container["env"] is null && !Inside(Container, "secretRef").Any()),
            ("has a network policy for both ways", objects.Any(item => Kind(item) == "NetworkPolicy" && Named(item["spec"]!, "policyTypes").Order().SequenceEqual(["Egress", "Ingress"]))),
        };
        return rules.Where(rule => !rule.Holds).Select(rule => $"The pod {rule.Rule}: not so.");
    }

    /// <summary>The environment of the container, with a sample for each secret that is named.</summary>
    public Dictionary<string, string?> Environment(params string[] secrets)
    {
        var map = objects.Single(item => Kind(item) == "ConfigMap" && Name(item) == Text(Container["envFrom"]!.AsArray().Single()!.AsObject(), "configMapRef", "name"));
        return map["data"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.ToString()))
            .Concat(secrets.Select(name => KeyValuePair.Create(name, (string?)Options.Sample(name))))
            .ToDictionary(StringComparer.Ordinal);
    }

    public static string? Text(JsonObject item, params string[] path) => path.Aggregate((JsonNode?)item, (node, name) => node?[name])?.ToString();

    private static string Kind(JsonObject item) => item["kind"]!.ToString();

    private static string? Name(JsonObject item) => Text(item, "metadata", "name");

    private static IEnumerable<JsonObject> Selectors(JsonObject item) => Kind(item) switch
    {
        "Service" => [item["spec"]!["selector"]!.AsObject()],
        "NetworkPolicy" => [item["spec"]!["podSelector"]!["matchLabels"]!.AsObject()],
        "Deployment" or "StatefulSet" or "PodDisruptionBudget" => Inside(item, "matchLabels"),
        _ => [],
    };

    /// <summary>Every object below this name, wherever it is.</summary>
    private static IEnumerable<JsonObject> Inside(JsonNode? node, string name) => node switch
    {
        JsonObject map => map.SelectMany(entry => (entry.Key == name && entry.Value is JsonObject found ? [found] : Array.Empty<JsonObject>()).Concat(Inside(entry.Value, name))),
        JsonArray list => list.SelectMany(item => Inside(item, name)),
        _ => [],
    };

    /// <summary>Every text or number below this name, wherever it is; the elements, where it is a list.</summary>
    private static IEnumerable<string> Named(JsonNode? node, string name) => node switch
    {
        JsonObject map => map.SelectMany(entry => (entry.Key, entry.Value) switch
        {
            (var key, JsonValue value) when key == name => [value.ToString()],
            (var key, JsonArray list) when key == name && list.All(item => item is JsonValue) => list.Select(item => item!.ToString()),
            _ => Named(entry.Value, name),
        }),
        JsonArray list => list.SelectMany(item => Named(item, name)),
        _ => [],
    };

    private bool Exists(string kind, string name) => objects.Any(item => Kind(item) == kind && Name(item) == name);

    private bool Selects(JsonObject selector) => selector.All(label => Text(Pod, "metadata", "labels", label.Key) == label.Value!.ToString());

    private IEnumerable<string> ConfigMaps() =>
        Inside(Pod, "configMapRef").Concat(Inside(Pod, "configMap")).Select(reference => reference["name"]!.ToString());

    private IEnumerable<string> Volumes() =>
        Pod["spec"]!["volumes"]!.AsArray().Select(volume => volume!["name"]!.ToString())
            .Concat(Workload["spec"]!["volumeClaimTemplates"]?.AsArray().Select(claim => Text(claim!.AsObject(), "metadata", "name")!) ?? []);
}
