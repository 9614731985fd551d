using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Packaging;

/// <summary>What is filled into the manifest of the Teams app. Checked by <see cref="Problems"/>; immutable.</summary>
/// <param name="AppId">The bot's app id, which is the Teams app's id too.</param>
/// <param name="Domain">The host name at which Teams reaches the bot.</param>
internal sealed record AppFacts(string AppId, string Domain)
{
    /// <summary>Name as people see it. At most 30 characters.</summary>
    public string Name { get; init; } = "MlOpsBot";

    /// <summary>Who runs it. At most 32 characters.</summary>
    public string Developer { get; init; } = "MlOpsBot";

    /// <summary>The app's version; Teams takes an update only with a higher one.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Page about it; null for the domain.</summary>
    public string? Website { get; init; }

    /// <summary>Page that says what happens to what people write; null for the domain.</summary>
    public string? Privacy { get; init; }

    /// <summary>Page with the terms of use; null for the domain.</summary>
    public string? Terms { get; init; }

    /// <summary>What stands in the place of each placeholder.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Placeholders =>
    [
        KeyValuePair.Create("{{APP_ID}}", AppId), KeyValuePair.Create("{{DOMAIN}}", Domain), KeyValuePair.Create("{{NAME}}", Name),
        KeyValuePair.Create("{{DEVELOPER}}", Developer), KeyValuePair.Create("{{VERSION}}", Version), KeyValuePair.Create("{{WEBSITE}}", Website ?? Home),
        KeyValuePair.Create("{{PRIVACY}}", Privacy ?? Home), KeyValuePair.Create("{{TERMS}}", Terms ?? Home),
    ];

    private string Home => $"https://{Domain}/";

    /// <summary>What is wrong, one line each with the remedy; empty where all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Guid.TryParseExact(AppId, "D", out var id) || id == Guid.Empty)
        {
            yield return $"--app-id is '{AppId}'; give the Microsoft App ID of the Azure Bot's page \"Configuration\", such as 00001111-aaaa-2222-bbbb-3333cccc4444.";
        }

        if (!IsDomain(Domain))
        {
            yield return $"--domain is '{Domain}'; give the public host name of the bot alone, such as bot.example.com, without https:// and without a path.";
        }

        if (!IsVersion(Version))
        {
            yield return $"--app-version is '{Version}'; give three numbers with dots between, such as 1.0.0.";
        }

        foreach (var (option, text, most) in new[] { ("--name", Name, 30), ("--developer", Developer, 32) })
        {
            if (text.Trim().Length == 0 || text.Length > most)
            {
                yield return $"{option} has {text.Length} characters; give 1 to {most}.";
            }
        }

        foreach (var (option, text) in new[] { ("--website", Website), ("--privacy", Privacy), ("--terms", Terms) })
        {
            if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            {
                yield return $"{option} is '{text}'; give an https address, such as https://bot.example.com/about.";
            }
        }
    }

    // A name of at least two parts: Teams calls from the internet, where neither a bare name nor a number leads to the bot.
    private static bool IsDomain(string text) => text.Length <= 253 && Uri.CheckHostName(text) == UriHostNameType.Dns
        && text.Split('.') is { Length: > 1 } parts
        && parts.All(static part => part.Length is > 0 and <= 63 && part[0] != '-' && part[^1] != '-' && part.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        && parts[^1].Any(char.IsAsciiLetter);

    private static bool IsVersion(string text) => text.Split('.') is { Length: 3 } parts
        && parts.All(static part => part.Length is > 0 and <= 5 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
}

/// <summary>The zip that is uploaded to Teams: manifest and icons. The same facts give the same bytes with the same runtime.</summary>
internal static class AppPackage
{
    /// <summary>Where the manifest with its placeholders lies inside the program.</summary>
    public const string ManifestResource = "teams-manifest.json";

    // What a zip's clock begins with; a package has no time of its own.
    private static readonly DateTimeOffset s_noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The package as a file.</summary>
    public static byte[] Zip(AppFacts facts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Encoding.UTF8.GetBytes(Manifest(facts)));
            Add(zip, "color.png", PngFile.Write(AppIcons.Colour()));
            Add(zip, "outline.png", PngFile.Write(AppIcons.Outline()));
        }

        return file.ToArray();
    }

    /// <summary>The manifest with the facts in it.</summary>
    public static string Manifest(AppFacts facts)
    {
        using var stream = typeof(AppPackage).Assembly.GetManifestResourceStream(ManifestResource)!;
        var manifest = JsonNode.Parse(stream)!;
        Fill(manifest, facts.Placeholders);
        return manifest.ToJsonString(s_indented) + "\n";
    }

    // In the texts of the parsed file, not in its characters: whatever a name holds stays a name.
    private static void Fill(JsonNode node, ImmutableArray<KeyValuePair<string, string>> placeholders)
    {
        switch (node)
        {
            case JsonObject parent:
                foreach (var child in parent.Select(static member => member.Value).OfType<JsonNode>().ToList())
                {
                    Fill(child, placeholders);
                }

                break;
            case JsonArray items:
                foreach (var child in items.OfType<JsonNode>().ToList())
                {
                    Fill(child, placeholders);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text && text.Contains("{{", StringComparison.Ordinal):
                value.ReplaceWith(placeholders.Aggregate(text, static (text, each) => text.Replace(each.Key, each.Value, StringComparison.Ordinal)));
                break;
        }
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
        entry.LastWriteTime = s_noTime;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
