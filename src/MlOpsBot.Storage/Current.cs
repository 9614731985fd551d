namespace MlOpsBot.Storage;

/// <summary>
/// Options as they are in effect at this moment: the host puts others in their place when the configuration changes and is found to
/// be right. Take <see cref="Value"/> once for what belongs together. Thread-safe; reading takes no lock.
/// </summary>
/// <typeparam name="T">Immutable options. What is read at the start alone never changes in them.</typeparam>
public sealed class Current<T>
    where T : class
{
    private volatile T _value;

    /// <summary>Options that are in effect until others are.</summary>
    public Current(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>Raised after the value was replaced, on the thread that did it; must neither take long nor throw.</summary>
    public event EventHandler? Changed;

    /// <summary>The options.</summary>
    public T Value => _value;

    /// <summary>Options that nobody will replace.</summary>
    public static implicit operator Current<T>(T value) => new(value);

    /// <summary>Puts others in their place, for everything that begins from now on.</summary>
    public void Set(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!ReferenceEquals(value, _value))
        {
            _value = value;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }
}
