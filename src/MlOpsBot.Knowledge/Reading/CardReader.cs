using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reads the three kinds of cards. Each method gives null where a card cannot be made; the log says why.</summary>
internal static class CardReader
{
    private static readonly ImmutableArray<string> _roleKeys = ["name", "aliases", "abbreviations", "asked", "category", "phases"];
    private static readonly ImmutableArray<string> _activityKeys = ["name", "aliases", "asked", "phases"];
    private static readonly ImmutableArray<string> _topicKeys = ["name", "aliases", "asked", "phases", "roles"];

    private static readonly ImmutableArray<string> _roleHeadings =
        ["Responsibilities", "Skills", "Works with", "Hands over to", "Differs from", "Start-up and enterprise"];

    private static readonly ImmutableArray<string> _activityHeadings = ["Lead", "Supporting", "Where sources disagree", "Details"];

    public static RoleCard? ReadRole(CardFile file, List<Claim> claims)
    {
        if (Open(file, "a role", _roleKeys) is not var (front, body))
        {
            return null;
        }

        var face = front is null ? null : CardFace.Read(front, file.Log, claims);
        var category = front is null ? null : ReadCategory(front, file.Log);
        var abbreviations = front is null ? [] : CardFace.Plain(front.Texts("abbreviations"));
        var reader = new StatementReader(file, body);
        var sections = new CardSections(body, _roleHeadings, file.Log);
        var summary = reader.Summary();
        if (sections.Find("Responsibilities") is null)
        {
            file.Log.Error(0, "the section `## Responsibilities` is missing: write what the role does, one bullet a duty");
        }

        var responsibilities = reader.Statements(sections.Find("Responsibilities"), Limits.Responsibilities);
        var skills = reader.Statements(sections.Find("Skills"), Limits.Skills);
        var worksWith = reader.RoleStatements(sections.Find("Works with"), Limits.RoleSectionLines, ItsOwn);
        var handsOverTo = reader.RoleStatements(sections.Find("Hands over to"), Limits.RoleSectionLines, ItsOwn);
        var differsFrom = reader.RoleStatements(sections.Find("Differs from"), Limits.RoleSectionLines, ItsOwn);
        var bySize = reader.Statements(sections.Find("Start-up and enterprise"), Limits.RoleSectionLines);
        string? ItsOwn(string role) => role == file.Slug ? "the line is about the card's own role: link to another role, or delete it" : null;

        return face?.Name is null || category is null || summary is null ? null : new RoleCard
        {
            Slug = file.Slug,
            Name = face.Name,
            Aliases = face.Aliases,
            Abbreviations = abbreviations,
            Asked = face.Asked,
            Phases = face.Phases,
            Category = category.Value,
            Summary = summary,
            Location = file.Log.At(1),
            Responsibilities = responsibilities,
            Skills = skills,
            WorksWith = worksWith,
            HandsOverTo = handsOverTo,
            DiffersFrom = differsFrom,
            StartupVersusEnterprise = bySize,
        };
    }

    public static ActivityCard? ReadActivity(CardFile file, List<Claim> claims)
    {
        if (Open(file, "an activity", _activityKeys) is not var (front, body))
        {
            return null;
        }

        var face = front is null ? null : CardFace.Read(front, file.Log, claims);
        var reader = new StatementReader(file, body);
        var sections = new CardSections(body, _activityHeadings, file.Log);
        var summary = reader.Summary();
        if (sections.Find("Lead") is null)
        {
            file.Log.Error(0, "an activity without a lead: write `## Lead` and below it one line, `- [Role](../roles/role-slug.md): what it does. [^source]`");
        }

        var lead = reader.RoleStatements(sections.Find("Lead"), most: 1, _ => null, "an activity with two leads: keep one line under `## Lead`, move the other under `## Supporting`, and say so under `## Where sources disagree` if they do");
        var named = new HashSet<string>(StringComparer.Ordinal);
        var supporting = reader.RoleStatements(sections.Find("Supporting"), Limits.SupportingRoles, NamedBefore);
        var disagreement = reader.Statements(sections.Find("Where sources disagree"), Limits.RoleSectionLines);
        var details = reader.Statements(sections.Find("Details"), Limits.TopicSectionLines);
        string? NamedBefore(string role) =>
            !lead.IsEmpty && lead[0].Role == role ? $"`{role}` leads the activity already: delete the line, or join it with the lead's"
            : !named.Add(role) ? $"`{role}` stands twice: join the two lines"
            : null;

        return face?.Name is null || summary is null || lead.IsEmpty ? null : new ActivityCard
        {
            Slug = file.Slug,
            Name = face.Name,
            Aliases = face.Aliases,
            Asked = face.Asked,
            Phases = face.Phases,
            Summary = summary,
            Location = file.Log.At(1),
            Lead = lead[0],
            Supporting = supporting,
            Disagreement = disagreement,
            Details = details,
        };
    }

    public static TopicCard? ReadTopic(CardFile file, List<Claim> claims)
    {
        if (Open(file, "a topic", _topicKeys) is not var (front, body))
        {
            return null;
        }

        var face = front is null ? null : CardFace.Read(front, file.Log, claims);
        var roles = front is null ? [] : ReadRoles(front, file);
        var reader = new StatementReader(file, body);
        var summary = reader.Summary();
        var sections = ImmutableArray.CreateBuilder<TopicSection>(body.Sections.Count);
        foreach (var section in body.Sections)
        {
            if (sections.Any(other => Names.Fold(other.Title) == Names.Fold(section.Title)))
            {
                file.Log.Error(section.Line, $"`## {section.Title}` stands twice: join the two");
            }

            sections.Add(new TopicSection(section.Title, reader.Statements(section, Limits.TopicSectionLines)));
            if (sections.Count == Limits.TopicSections + 1)
            {
                file.Log.Error(section.Line, $"a topic has at most {Limits.TopicSections} sections: join or drop some");
            }
        }

        return face?.Name is null || summary is null ? null : new TopicCard
        {
            Slug = file.Slug,
            Name = face.Name,
            Aliases = face.Aliases,
            Asked = face.Asked,
            Phases = face.Phases,
            Summary = summary,
            Location = file.Log.At(1),
            Sections = sections.DrainToImmutable(),
            Roles = roles,
        };
    }

    // Front matter that cannot be read leaves the Markdown to be checked; front matter without end leaves nothing.
    private static (YamlFields? Front, MarkdownBody Body)? Open(CardFile file, string what, ImmutableArray<string> keys)
    {
        var parts = FrontMatter.Split(file.Text, file.Log);
        if (parts.IsOpen)
        {
            return null;
        }

        YamlFields? front = null;
        if (parts.Yaml is null)
        {
            file.Log.Error(1, $"front matter is missing: begin the file of {what} with a line `---`, `name: …`, and a line `---`");
        }
        else if (Yaml.Read(parts.Yaml, parts.YamlLine, file.Log, out var value))
        {
            front = YamlFields.Of(value, 1, what, keys, file.Log);
        }

        return (front, MarkdownBody.Read(parts.Body, parts.BodyLine, file.Log));
    }

    private static RoleCategory? ReadCategory(YamlFields front, FileLog log)
    {
        if (front.RequiredText("category", "write `category: business`, `technical` or `additional`") is not { } text)
        {
            return null;
        }

        RoleCategory? category = text.Text switch
        {
            "business" => RoleCategory.Business,
            "technical" => RoleCategory.Technical,
            "additional" => RoleCategory.Additional,
            _ => null,
        };
        if (category is null)
        {
            log.Error(text.Line, $"unknown category `{text.Text}`{Nearest.Hint(text.Text, ["business", "technical", "additional"], "allowed are business, technical, additional")}");
        }

        return category;
    }

    private static ImmutableArray<string> ReadRoles(YamlFields front, CardFile file)
    {
        var roles = ImmutableArray.CreateBuilder<string>();
        foreach (var role in front.Texts("roles"))
        {
            if (roles.Contains(role.Text))
            {
                file.Log.Error(role.Line, $"role `{role.Text}` stands twice: delete one");
            }
            else if (file.CheckRole(role.Line, role.Text))
            {
                roles.Add(role.Text);
            }
        }

        return roles.DrainToImmutable();
    }
}
