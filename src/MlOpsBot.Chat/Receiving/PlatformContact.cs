namespace MlOpsBot.Chat.Receiving;

/// <summary>
/// Whether a platform has called this process since it started, be it with something that is recorded or with what is answered at once and
/// leaves no trace: commands, searches. In memory alone. Thread-safe; locks nothing.
/// </summary>
public sealed class PlatformContact
{
    private volatile bool _hasCalled;

    /// <summary>Whether it has.</summary>
    public bool HasCalled => _hasCalled;

    /// <summary>Something came that is surely the platform's.</summary>
    public void Called()
    {
        // Written once: many requests at a time read it.
        if (!_hasCalled)
        {
            _hasCalled = true;
        }
    }
}
