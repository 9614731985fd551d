using System.Runtime.InteropServices;

namespace MlOpsBot.CommandLine;

/// <summary>
/// The order to stop, from the operating system: the first signal (SIGTERM, Ctrl+C, SIGQUIT) is an order to stop in peace, any further
/// one does what it does to programs that do not listen, and ends this one at once. Thread-safe.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    public StopSignals() => _registrations =
    [
        .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Take)),
    ];

    /// <summary>Fires with the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            context.Cancel = true;
            _ = _stop.CancelAsync();
        }
    }
}
