namespace MlOpsBot.Knowledge.Reading;

/// <summary>One Markdown file being read, with what it may refer to.</summary>
/// <param name="Log">Where its faults go.</param>
/// <param name="Slug">Its name without ending.</param>
/// <param name="Text">Its text.</param>
/// <param name="Surroundings">The rest of the folder.</param>
internal sealed record CardFile(FileLog Log, string Slug, string Text, Surroundings Surroundings)
{
    /// <summary>Reports a citation of a source that does not exist.</summary>
    public void CheckSource(int line, string id)
    {
        if (Surroundings.SourceIds is not { } known || known.Contains(id))
        {
            return;
        }

        var parts = id.Split([',', ';', ' ', '^'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 1)
        {
            Log.Error(line, $"unknown source `{id}`; write one mark each, `{string.Concat(parts.Select(part => $"[^{part}]"))}`");
        }
        else
        {
            Log.Error(line, $"unknown source `{id}`{Nearest.Hint(id, known, "sources.yaml lists the ids: " + string.Join(", ", known))}");
        }
    }

    /// <summary>Reports a slug that is no role's.</summary>
    public bool CheckRole(int line, string slug)
    {
        switch (Surroundings.KindOf(slug))
        {
            case CardKind.Role:
                return true;
            case null:
                Log.Error(line, $"unknown role `{slug}`{Nearest.Hint(slug, Surroundings.RoleSlugs, "add its card as roles/" + slug + ".md, or name a role that has one")}");
                return false;
            case { } kind:
                Log.Error(line, $"`{slug}` is no role but {Surroundings.Article(kind)}: name a card of roles/");
                return false;
        }
    }

    /// <summary>Reports a link whose target does not exist; links out of the folder are not looked at.</summary>
    public bool CheckTarget(int line, string? url)
    {
        if (url is null || IsExternal(url))
        {
            return true;
        }

        var target = Resolve(url);
        if (target is not null && Surroundings.HasFile(target))
        {
            return true;
        }

        var name = url[(url.LastIndexOf('/') + 1)..].Split('#')[0];
        var remedy = Surroundings.FindFileNamed(name) is { } right
            ? $"write `{RelativePath(right)}`"
            : "correct the path or delete the link";
        Log.Error(line, $"dead link: there is no `{target ?? url}`; {remedy}");
        return false;
    }

    /// <summary>The role that a link leads to; null after a finding.</summary>
    public string? RoleOf(int line, string? url)
    {
        var path = (url ?? "").Split('#')[0];
        if (path.Length == 0 || IsExternal(path) || !path.EndsWith(".md", StringComparison.Ordinal))
        {
            Log.Error(line, $"the link leads to `{url}`, not to a role's card: write `{RelativePath("roles/role-slug.md")}` with the role's slug");
            return null;
        }

        var slug = path[(path.LastIndexOf('/') + 1)..^3];
        if (!CheckRole(line, slug))
        {
            return null;
        }

        return CheckTarget(line, path) ? slug : null;
    }

    private static bool IsExternal(string url) => url.Contains(':', StringComparison.Ordinal) || url.StartsWith('/');

    /// <summary>How this file has to write a link to another one.</summary>
    private string RelativePath(string target)
    {
        var folder = Log.File[..(Log.File.IndexOf('/', StringComparison.Ordinal) + 1)];
        return target.StartsWith(folder, StringComparison.Ordinal) ? target[folder.Length..] : "../" + target;
    }

    private string? Resolve(string url)
    {
        var parts = Log.File.Split('/').SkipLast(1).ToList();
        foreach (var part in Uri.UnescapeDataString(url.Split('#')[0]).Split('/'))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ""))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
