using System.Text;

namespace MlOpsBot.CommandLine;

/// <summary>
/// What a command touches of the process it runs in, so that a test can run commands side by side and read what they print.
/// </summary>
public sealed class Surroundings : IDisposable
{
    private readonly bool _ownsStreams;

    /// <summary>Surroundings made of the given parts.</summary>
    public Surroundings(TextReader input, TextWriter output, TextWriter error, TimeProvider clock, string workingDirectory)
        : this(input, output, error, clock, workingDirectory, ownsStreams: false, terminalWidth: null)
    {
    }

    private Surroundings(
        TextReader input, TextWriter output, TextWriter error, TimeProvider clock, string workingDirectory, bool ownsStreams, int? terminalWidth)
    {
        Input = input;
        Output = output;
        Error = error;
        Clock = clock;
        WorkingDirectory = workingDirectory;
        TerminalWidth = terminalWidth;
        _ownsStreams = ownsStreams;
    }

    /// <summary>Standard input.</summary>
    public TextReader Input { get; }

    /// <summary>Standard output: answers and reports.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error: what went wrong.</summary>
    public TextWriter Error { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Where relative paths begin.</summary>
    public string WorkingDirectory { get; }

    /// <summary>Columns of the terminal that reads <see cref="Output"/>, or null where a file or another program reads it.</summary>
    public int? TerminalWidth { get; }

    /// <summary>The date here, which tells a stale entry of the organization from a fresh one.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Clock.GetLocalNow().Date);

    /// <summary>The surroundings of this process, in UTF-8 whatever the terminal's settings.</summary>
    public static Surroundings OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 16 * 1024);
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
        return new Surroundings(
            Console.In, output, error, TimeProvider.System, Directory.GetCurrentDirectory(), ownsStreams: true, WidthOfTerminal());
    }

    /// <summary>Writes out what is still buffered.</summary>
    public void Dispose()
    {
        if (_ownsStreams)
        {
            Output.Dispose();
            Error.Dispose();
        }
    }

    private static int? WidthOfTerminal()
    {
        if (Console.IsOutputRedirected)
        {
            return null;
        }

        try
        {
            return Math.Clamp(Console.WindowWidth, 40, 120);
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
