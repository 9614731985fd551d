using System.Collections.Immutable;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>A name or alias that a card claims for itself.</summary>
internal sealed record Claim(string Text, bool IsName, FileLocation Location);

/// <summary>What the front matter of every card holds.</summary>
internal sealed record CardFace(string? Name, ImmutableArray<string> Aliases, ImmutableArray<string> Asked, ImmutableArray<Phase> Phases)
{
    public static CardFace Read(YamlFields fields, FileLog log, List<Claim> claims)
    {
        var name = fields.RequiredText("name", "write `name: …` as a reader should see it");
        if (name is not null)
        {
            CheckLength(name, "the name", Limits.Name, log);
            claims.Add(new Claim(name.Text, IsName: true, log.At(name.Line)));
        }

        var aliases = fields.Texts("aliases");
        foreach (var alias in aliases)
        {
            CheckLength(alias, "the alias", Limits.Alias, log);
            claims.Add(new Claim(alias.Text, IsName: false, log.At(alias.Line)));
        }

        return new CardFace(name?.Text, Plain(aliases), Plain(fields.Texts("asked")), ReadPhases(fields, log));
    }

    public static ImmutableArray<string> Plain(ImmutableArray<YamlText> texts) => [.. texts.Select(text => text.Text)];

    private static void CheckLength(YamlText text, string what, int limit, FileLog log)
    {
        if (text.Text.Length > limit)
        {
            log.Error(text.Line, $"{what} has {text.Text.Length} characters, {limit} fit: shorten it");
        }
    }

    private static ImmutableArray<Phase> ReadPhases(YamlFields fields, FileLog log)
    {
        var named = new bool[Enum.GetValues<Phase>().Length];
        foreach (var text in fields.Texts("phases"))
        {
            Phase? phase = text.Text switch
            {
                "design" => Phase.Design,
                "development" => Phase.Development,
                "deployment" => Phase.Deployment,
                _ => null,
            };
            if (phase is null)
            {
                log.Error(text.Line, $"unknown phase `{text.Text}`{Nearest.Hint(text.Text, ["design", "development", "deployment"], "allowed are design, development, deployment")}");
            }
            else if (named[(int)phase.Value])
            {
                log.Error(text.Line, $"phase `{text.Text}` stands twice: delete one");
            }
            else
            {
                named[(int)phase.Value] = true;
            }
        }

        return [.. Enum.GetValues<Phase>().Where(phase => named[(int)phase])];
    }
}
