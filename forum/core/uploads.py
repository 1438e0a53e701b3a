from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RefuseFiles(FileUploadHandler):
    """Rounds takes no files: the first byte of one ends the request, and nothing is stored."""

    def new_file(self, *args, **kwargs):
        raise RequestDataTooBig("No files are taken here.")

    def receive_data_chunk(self, raw_data, start):
        raise RequestDataTooBig("No files are taken here.")

    def file_complete(self, file_size):
        return None
