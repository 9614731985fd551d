namespace MlOpsBot.Answers.Tests.Support;

/// <summary>The shipped knowledge and who answers from it, built once for all tests.</summary>
internal static class Shipped
{
    public static string Root { get; } = FindRoot();

    public static KnowledgeBase Knowledge { get; } = KnowledgeFolder.Load(Path.Combine(Root, "knowledge")).Knowledge
        ?? throw new InvalidOperationException("The shipped knowledge has errors: run mlopsbot check.");

    public static Answerer Answerer { get; } = new(Knowledge);

    public static DateOnly Today { get; } = new(2026, 6, 15);

    public static Answer Ask(string text, ConversationContext? context = null) => Answerer.Ask(new Question(text, Today, context));

    public static Answer? Open(string target) => Answerer.Open(target, Today);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlOpsBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Tests run from inside the repository.");
    }
}
