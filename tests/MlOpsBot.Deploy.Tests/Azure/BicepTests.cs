using System.Text.RegularExpressions;

namespace MlOpsBot.Deploy.Tests.Azure;

/// <summary>
/// The template for Azure. Bicep's compiler comes by none of the package feeds that this project builds from; so this looks at its
/// structure, and at the names of resources and properties that Azure's reference gives. `az bicep build` is the operator's check.
/// </summary>
public sealed partial class BicepTests
{
    // Microsoft.BotService/botServices, its channel for Teams, and Microsoft.ManagedIdentity, by Azure's template reference.
    private static readonly string[] _known =
    [
        "name", "location", "kind", "sku", "parent", "properties",
        "displayName", "endpoint", "msaAppType", "msaAppId", "msaAppTenantId", "msaAppMSIResourceId", "schemaTransformationVersion", "disableLocalAuth",
        "channelName", "acceptedTerms", "deploymentEnvironment", "enableCalling", "isEnabled",
        "issuer", "subject", "audiences",
    ];

    private static string Template { get; } = Read("main.bicep");

    private static string Code { get; } = Comments().Replace(Template, "");

    [Fact]
    public void What_opens_is_closed()
    {
        var open = new Stack<char>();
        foreach (var letter in Texts().Replace(Code, "''"))
        {
            if ("{[(".Contains(letter, StringComparison.Ordinal))
            {
                open.Push(letter);
            }
            else if ("}])".IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at)
            {
                open.Pop().ShouldBe("{[("[at]);
            }
        }

        open.ShouldBeEmpty();
    }

    [Fact]
    public void Every_parameter_is_described_and_used_and_every_name_is_declared()
    {
        var parameters = Declared("param");
        foreach (var name in parameters.Concat(Declared("var")))
        {
            Regex.Count(Code, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeGreaterThan(1, name);
        }

        Regex.Count(Code, @"@description\(", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeGreaterThanOrEqualTo(parameters.Length);
        var declared = parameters.Concat(Declared("var")).Concat(Declared("resource")).Concat(["resourceGroup", "tenant", "true", "false"]).ToHashSet(StringComparer.Ordinal);
        var used = Values().Matches(Texts().Replace(Code, "''")).Select(match => match.Groups["name"].Value).Where(name => name is not "if");
        used.Where(name => !declared.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Its_resources_have_properties_that_azure_knows()
    {
        Resources().Matches(Code).Select(match => match.Groups["type"].Value).ShouldBe(
        [
            "Microsoft.ManagedIdentity/userAssignedIdentities", "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials",
            "Microsoft.BotService/botServices", "Microsoft.BotService/botServices/channels",
        ]);
        Properties().Matches(Code).Select(match => match.Groups["name"].Value).Where(name => !_known.Contains(name, StringComparer.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Its_outputs_are_options_of_the_program()
    {
        var outputs = Declared("output").Where(name => name.StartsWith("MlOpsBot__", StringComparison.Ordinal)).ToList();

        outputs.ShouldContain("MlOpsBot__Teams__AppId");
        outputs.ShouldAllBe(name => Options.Exists(name));
    }

    [Fact]
    public void The_endpoint_is_the_one_that_the_program_serves() => Template.ShouldContain("endpoint: 'https://${host}/api/messages'");

    [Fact]
    public void The_parameters_file_gives_what_has_no_default_and_nothing_that_there_is_not()
    {
        var file = Read("main.bicepparam");
        var given = Given().Matches(file).Select(match => match.Groups["name"].Value).ToList();
        var required = Required().Matches(Code).Select(match => match.Groups["name"].Value);

        file.ShouldStartWith("using './main.bicep'");
        required.Where(name => !Regex.IsMatch(file, $"(?m)^param {name} ", RegexOptions.None, TimeSpan.FromSeconds(1))).ShouldBeEmpty();
        given.Where(name => !Declared("param").Contains(name, StringComparer.Ordinal)).ShouldBeEmpty();
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "azure", name));

    private static string[] Declared(string kind) =>
        [.. Regex.Matches(Code, $@"(?m)^{kind} (?<name>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex("(?m)(^|\\s)//.*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@"'(\\.|[^'\\])*'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Texts();

    [GeneratedRegex(@"(?m)(?:= |: |\? |&& |\()(?<name>[a-z]\w*)(?=[\s.!?()]|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Values();

    [GeneratedRegex(@"(?m)^resource \w+ '(?<type>[\w./]+)@[0-9]{4}-[0-9]{2}-[0-9]{2}'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Resources();

    [GeneratedRegex(@"(?m)^\s+(?<name>\w+): ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Properties();

    [GeneratedRegex(@"(?m)^(// )?param (?<name>\w+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Given();

    [GeneratedRegex(@"(?m)^param (?<name>\w+) \w+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Required();
}
