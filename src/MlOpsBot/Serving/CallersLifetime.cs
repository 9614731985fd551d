namespace MlOpsBot.Serving;

/// <summary>
/// Leaves signals to whoever runs the host: the usual lifetime would take every one of them for an order to stop in peace, so that a
/// second Ctrl+C could not end the program at once.
/// </summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
