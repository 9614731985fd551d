namespace MlOpsBot.Tests.Support;

/// <summary>Where the shipped files lie while tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Knowledge { get; } = Path.Combine(Root, "knowledge");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "MlOpsBot.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Tests run from inside the repository.");
    }
}
