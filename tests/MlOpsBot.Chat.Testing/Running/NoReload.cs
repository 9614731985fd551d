using System.Runtime.CompilerServices;

namespace MlOpsBot.Chat.Testing;

/// <summary>
/// Dozens of servers start in one process of tests, and nobody edits their settings: watching for that would use up what the system
/// has for watching (128 watches a user), which the knowledge needs.
/// </summary>
internal static class NoReload
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
