using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MlOpsBot.Storage.Databases;

/// <summary>
/// Chooses SQLite's native library, once a process: the operating system's, which gets its fixes with the system, before
/// the one that comes with the package, which is old.
/// </summary>
internal static class SqliteLibrary
{
    private const string SystemName = "libsqlite3.so.0";

    // RETURNING came with 3.35.0.
    private const int OldestVersion = 3_035_000;

    private static readonly Lazy<string?> _warning = new(Choose);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();

    /// <summary>Makes the choice, if it was not made before; what an operator should know about it, or null.</summary>
    public static string? Load() => _warning.Value;

    /// <summary>
    /// A connection that is not open yet. Every one is made here: where the choice came after a first connection, half of
    /// SQLite's functions would be one library's and half the other's, and the process would crash.
    /// </summary>
    public static SqliteConnection Connect(string connectionString)
    {
        Load();
#pragma warning disable RS0030 // The one place.
        return new SqliteConnection(connectionString);
#pragma warning restore RS0030
    }

    private static string? Choose()
    {
        var library = IntPtr.Zero;
        var reason = "";
        if (OperatingSystem.IsLinux())
        {
            library = LoadSystemLibrary(out reason);
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == "e_sqlite3" ? library : IntPtr.Zero);
        }

        // Zero from the resolver means: look for it as usual, and that finds the package's.
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return library != IntPtr.Zero || !OperatingSystem.IsLinux()
            ? null
            : $"SQLite {raw.sqlite3_libversion().utf8_to_string()} of the program's own package is in use, because {reason}. "
                + "Install the operating system's SQLite (Debian: libsqlite3-0), which gets security fixes.";
    }

    private static IntPtr LoadSystemLibrary(out string reason)
    {
        if (!NativeLibrary.TryLoad(SystemName, typeof(SqliteLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library)
            || !NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var export))
        {
            reason = $"the system has no {SystemName}";
            return IntPtr.Zero;
        }

        var version = Marshal.GetDelegateForFunctionPointer<VersionNumber>(export)();
        if (version < OldestVersion)
        {
            var readable = string.Create(CultureInfo.InvariantCulture, $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}");
            reason = $"the system's {SystemName} is {readable}, older than 3.35";
            return IntPtr.Zero;
        }

        reason = "";
        return library;
    }
}
