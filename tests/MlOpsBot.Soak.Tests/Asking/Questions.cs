namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>What is asked: questions that have a card whatever is edited.</summary>
internal static class Questions
{
    private static readonly string[] s_all =
    [
        "who owns model monitoring?", "who owns data quality?", "what does an ML engineer do?", "who is responsible for ci/cd?", "whats the diff between de and ds",
        "which skills does a data engineer need?", "who owns drift detection?", "what is mlops?", "compare mlops engineer and devops engineer", "who does model deployment?",
        "who owns the feature store?", "what does a data scientist do?", "who handles incident response?", "what is the ml lifecycle?",
    ];

    private static int s_next;

    public static string Next() => s_all[(int)((uint)Interlocked.Increment(ref s_next) % (uint)s_all.Length)];
}
