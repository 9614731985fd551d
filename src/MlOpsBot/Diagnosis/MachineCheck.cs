using System.Collections.Immutable;
using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using MlOpsBot.Serving;

namespace MlOpsBot.Diagnosis;

/// <summary>What the program is given to run on, as it itself sees it: run <c>doctor</c> in the bot's own container.</summary>
internal sealed class MachineCheck : ICheck
{
    /// <summary>Memory below which the runtime begins to collect all the time: the bot with both channels takes 140 to 180 MB.</summary>
    public const long LeastMemory = 256L * 1024 * 1024;

    /// <summary>Open files and connections below which a busy hour is refused connections.</summary>
    public const long LeastHandles = 1024;

    // With it each core has a heap of its own: memory that a small container does not have.
    private const long ServerCollectorMemory = 1024L * 1024 * 1024;

    public string Name => "machine";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        // Of a group's limit the runtime counts three quarters as available: what an operator has set is the limit itself.
        var memory = ControlGroup.MemoryLimit(Read("/proc/self/cgroup"), ControlGroup.Root) ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var handles = MostHandles(Read("/proc/self/limits"));
        return Task.FromResult<ImmutableArray<Diagnosed>>(
        [
            Diagnosed.Ok(
                Name,
                $"MlOpsBot {ProgramVersion.Text}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; "
                    + $"{Environment.ProcessorCount} cores, {memory / 1024 / 1024} MB of memory, {(handles is { } number ? $"{number} open files" : "as many open files as it likes")}."),
            .. Judge(memory, handles, GCSettings.IsServerGC),
            .. TempFolder(Path.GetTempPath()),
        ]);
    }

    /// <summary>What is scarce.</summary>
    /// <param name="memory">Memory that the program may use, in bytes: the container's limit where there is one.</param>
    /// <param name="handles">How many files and connections it may have open; null for any number.</param>
    /// <param name="usesServerCollector">Whether the garbage collector is the server's.</param>
    internal IEnumerable<Diagnosed> Judge(long memory, long? handles, bool usesServerCollector)
    {
        if (memory < LeastMemory)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.MemorySmall, $"{memory / 1024 / 1024} MB of memory are little: the bot takes 140 to 180 MB under load, and is killed beyond the limit.",
                "Give the container at least 256 MB, and no processor limit below half a core.");
        }

        if (handles < LeastHandles)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.HandlesFew, $"The program may have {handles} files and connections open; in a busy hour that is too few.",
                $"Raise the limit to {LeastHandles} or more: LimitNOFILE in the systemd unit, ulimits in compose.");
        }

        if (usesServerCollector && memory < ServerCollectorMemory)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.GarbageServer, "DOTNET_gcServer is on, which takes memory for each core that this machine does not have.", "Leave DOTNET_gcServer out.");
        }

        if (AppContext.TryGetSwitch("System.Globalization.Invariant", out var isInvariant) && isInvariant)
        {
            yield return Diagnosed.Warning(
                Name, FindingCode.IcuMissing, "The program runs without ICU: what people type with accents or in full width is not understood.",
                "Leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT out, and install ICU (Debian: libicu; Alpine: icu-libs).");
        }
    }

    /// <summary>Whether files can be made where the runtime makes them.</summary>
    internal IEnumerable<Diagnosed> TempFolder(string folder)
    {
        try
        {
            using (File.Create(Path.Combine(folder, $".mlopsbot-{Guid.NewGuid():N}"), bufferSize: 1, FileOptions.DeleteOnClose))
            {
                // Made and gone.
            }

            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return
            [
                Diagnosed.Warning(
                    Name, FindingCode.TempNotWritable, $"No file can be made in {folder}: the runtime's diagnosis (dotnet-counters, dumps) and a large SQLite query need it.",
                    "Mount a small writable folder (tmpfs) at /tmp, or name one in TMPDIR."),
            ];
        }
    }

    /// <summary>The limit of open files in <c>/proc/self/limits</c>; null where it says none.</summary>
    internal static long? MostHandles(string limits) => limits.Split('\n').FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Other systems have no such files.
            return "";
        }
    }
}
