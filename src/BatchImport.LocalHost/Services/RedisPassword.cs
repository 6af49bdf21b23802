using System.Security.Cryptography;
using System.Text;

namespace BatchImport.LocalHost.Services;

/// <summary>
/// The password of a state folder's Redis-compatible server, in a file that only its owner may read. Without one, any page that a browser on this
/// machine shows could write to the server: it skips the lines of an HTTP request that it does not know.
/// </summary>
internal static class RedisPassword
{
    private const int Characters = 48;

    /// <summary>Reads the password, and makes a random one when there is no file.</summary>
    /// <exception cref="LocalHostException">The file cannot be read or written.</exception>
    public static string Ensure(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var draft = $"{path}.{RandomNumberGenerator.GetHexString(8)}.tmp";
                PrivateFiles.Create(draft, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(Characters, lowercase: true)));

                // Whole or not at all; the first of two who make one wins.
                try
                {
                    File.Move(draft, path, overwrite: false);
                }
                catch (IOException) when (File.Exists(path))
                {
                    File.Delete(draft);
                }
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw LocalHostException.NotWritable(path, ex);
        }
    }
}
