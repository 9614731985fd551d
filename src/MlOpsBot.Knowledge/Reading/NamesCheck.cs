namespace MlOpsBot.Knowledge.Reading;

/// <summary>Reports what is wrong with the names of files.</summary>
internal static class NamesCheck
{
    public static void CheckFiles(IEnumerable<string> files, FindingLog log)
    {
        var slugs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

        // Well-named files first, so that of two that differ by case the other one is reported.
        foreach (var file in files.Where(file => file.Contains('/', StringComparison.Ordinal)).OrderBy(file => !Names.IsSlug(Surroundings.SlugOf(file))))
        {
            var slug = Surroundings.SlugOf(file);
            var isTip = file.StartsWith("tips/", StringComparison.Ordinal);

            // Tips are no cards: a tip file may be named after the card it belongs to.
            var key = isTip ? file[..^3] : slug;
            if (!slugs.TryAdd(key, file))
            {
                var other = slugs[key];
                log.Error(file, 0, Surroundings.SlugOf(other) == slug
                    ? $"the slug `{slug}` is also that of {other}: rename one of the two files and the links to it"
                    : $"the name differs only by case from {other}: rename or delete one of the two");
            }
            else if (!Names.IsSlug(slug))
            {
                var remedy = Names.ToSlug(slug) is { Length: > 0 } better && Names.IsSlug(better) ? $"rename it to {better}.md" : "rename it";
                log.Error(file, 0, $"the file name has other characters than {Names.SlugRule}: {remedy}");
            }
        }
    }

    public static void CheckStrays(IEnumerable<string> strays, FindingLog log)
    {
        foreach (var stray in strays)
        {
            var file = stray.TrimEnd('/');
            var isFolder = stray.EndsWith('/');
            if (file.Contains('/', StringComparison.Ordinal))
            {
                log.Warning(file, 0, isFolder
                    ? "a folder that is not read: move its files up, or delete it"
                    : "a file that is not read: name it `.md`, or move it out of the folder");
            }
            else if (FolderListing.Folders.Contains(file))
            {
                log.Error(file, 0, $"`{file}` is no folder but a file, or a link that leads nowhere: make it a folder, or delete it");
            }
            else if (FolderListing.TopFiles.Contains(file))
            {
                log.Error(file, 0, $"`{file}` is a folder where a file is read: write the file in its place, or delete it");
            }
            else
            {
                var places = isFolder ? FolderListing.Folders.Select(folder => folder + "/") : [.. FolderListing.TopFiles, "README.md"];
                log.Warning(file, 0, $"`{stray}` is not read{Nearest.Hint(stray, places, "cards belong in roles/, activities/ or topics/, tips in tips/; move or delete it")}");
            }
        }
    }
}
