using MlOpsBot.Storage.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace MlOpsBot.Storage.Tests;

/// <summary>Runs the tests, or is the process that a crash test kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [CrashWorker.Verb, ..])
        {
            return await CrashWorker.RunAsync(args[1..]);
        }

        if (args is [TipCrashWorker.Verb, ..])
        {
            return await TipCrashWorker.RunAsync(args[1..]);
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
