using System.Text;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storage.Tests;

public sealed class SecretTests
{
    private static readonly string _key = AesGcmSecretProtector.NewKey();
    private static readonly byte[] _plain = Encoding.UTF8.GetBytes("xoxb-token");
    private static readonly AesGcmSecretProtector _protector = AesGcmSecretProtector.FromBase64(_key);

    [Fact]
    public void What_was_protected_can_be_read_in_its_own_place_alone()
    {
        var stored = _protector.Protect(_plain, "T1");
        _protector.Unprotect(stored, "T1").ShouldBe(_plain);
        _protector.Unprotect(stored, "T2").ShouldBeNull();
    }

    [Fact]
    public void The_same_secret_never_looks_the_same()
        => _protector.Protect(_plain, "T1").ShouldNotBe(_protector.Protect(_plain, "T1"));

    [Fact]
    public void A_secret_of_which_any_bit_was_changed_is_refused()
    {
        var stored = _protector.Protect(_plain, "T1");
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var changed = stored.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _protector.Unprotect(changed, "T1").ShouldBeNull();
        }

        for (var length = 0; length < stored.Length; length++)
        {
            _protector.Unprotect(stored.AsSpan(0, length), "T1").ShouldBeNull();
        }
    }

    [Fact]
    public void A_key_is_replaced_by_putting_the_new_one_first()
    {
        var newKey = AesGcmSecretProtector.NewKey();
        var both = AesGcmSecretProtector.FromBase64(newKey, _key);
        both.Unprotect(_protector.Protect(_plain, "T1"), "T1").ShouldBe(_plain);
        _protector.Unprotect(both.Protect(_plain, "T1"), "T1").ShouldBeNull();
        AesGcmSecretProtector.FromBase64(newKey).Unprotect(both.Protect(_plain, "T1"), "T1").ShouldBe(_plain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hunter2 is no key")]
    [InlineData("aHVudGVyMg==")]
    [InlineData("aHVudGVyMmh1bnRlcjJodW50ZXIyaHVudGVyMmh1bnRlcjJodW50ZXIy")]
    public void A_key_that_is_none_is_named_by_its_place_not_its_value(string key)
    {
        var failure = Should.Throw<StorageException>(() => AesGcmSecretProtector.FromBase64(_key, key));
        failure.Failure.ShouldBe(StorageFailure.Misconfigured);
        failure.Message.ShouldStartWith("Storage:EncryptionKeys entry 1 is not 32 bytes in Base64. Make one with");
        Should.Throw<StorageException>(() => AesGcmSecretProtector.FromBase64()).Message.ShouldStartWith("Storage:EncryptionKeys has no key.");
    }

    [Fact]
    public void A_secret_does_not_show_itself()
    {
        var secret = new Secret("xoxb-token");
        $"{secret} {new { secret }}".ShouldNotContain("xoxb");
        secret.Reveal().ShouldBe("xoxb-token");
    }
}
